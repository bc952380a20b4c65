package io.peerz.node.gateway;

import io.peerz.inference.session.FinishReason;
import io.peerz.inference.session.TokenListener;
import io.peerz.inference.text.Detokenizer;
import java.util.List;

/** Turns tokens into the text that may be shown, and knows when it is enough. */
final class Speaker implements TokenListener {
  private final Detokenizer detokenizer;
  private final StopFilter filter;
  private final TextListener listener;
  private final StringBuilder text = new StringBuilder();
  private int heard;

  Speaker(Detokenizer detokenizer, List<String> stops, TextListener listener) {
    this.detokenizer = detokenizer;
    this.filter = new StopFilter(stops);
    this.listener = listener;
  }

  @Override
  public boolean onToken(int token, int index) {
    heard++;
    say(filter.add(detokenizer.next(token)));
    return !filter.stopped() && !listener.cancelled();
  }

  /** Whether nothing was heard yet, so that a failed try leaves no trace. */
  boolean isFresh() {
    return heard == 0;
  }

  /** Says what was held back and returns why the text ended, in the words of the API. */
  String finish(FinishReason reason) {
    if (!filter.stopped()) {
      say(filter.add(detokenizer.finish()) + filter.rest());
    }
    if (filter.stopped()) {
      return "stop";
    }
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case CANCELLED -> "cancelled";
    };
  }

  String text() {
    return text.toString();
  }

  private void say(String piece) {
    if (!piece.isEmpty()) {
      text.append(piece);
      listener.onText(piece);
    }
  }
}
