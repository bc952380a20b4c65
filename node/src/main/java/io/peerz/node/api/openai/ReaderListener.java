package io.peerz.node.api.openai;

import io.peerz.inference.text.ToolCall;
import io.peerz.node.api.Caller;
import io.peerz.node.gateway.ChosenToken;
import io.peerz.node.gateway.TextListener;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes an answer on to whoever reads it. A reader that is gone never disturbs the session: it is
 * told to end, and settles what it got.
 */
final class ReaderListener implements TextListener {
  /** Takes the parts of one answer; a PeerzException says that nobody reads any more. */
  interface Sink {
    /** Of a reader who waits for the whole. */
    Sink NOWHERE =
        new Sink() {
          @Override
          public void text(String piece, List<ChosenToken> tokens) {}

          @Override
          public void call(int place, ToolCall call, List<ChosenToken> tokens) {}
        };

    /**
     * Takes a piece of text.
     *
     * @param tokens with their probabilities, where those were asked for
     */
    void text(String piece, List<ChosenToken> tokens);

    /** Takes a call of a tool; {@code place} counts them from 0. */
    void call(int place, ToolCall call, List<ChosenToken> tokens);
  }

  private final Caller caller;
  private final Sink sink;
  private final List<ChosenToken> untold = new ArrayList<>();
  private int calls;
  private boolean unwritable;

  ReaderListener(Caller caller, Sink sink) {
    this.caller = caller;
    this.sink = sink;
  }

  @Override
  public void onText(String piece) {
    if (!piece.isEmpty()) {
      unlessGone(() -> sink.text(piece, takeTokens()));
    }
  }

  @Override
  public void onCall(ToolCall call) {
    int place = calls++;
    unlessGone(() -> sink.call(place, call, takeTokens()));
  }

  private void unlessGone(Runnable write) {
    if (cancelled()) {
      return;
    }
    try {
      write.run();
    } catch (PeerzException e) {
      unwritable = true;
    }
  }

  @Override
  public void onToken(ChosenToken token) {
    untold.add(token);
  }

  /** The tokens that went with no piece yet. */
  List<ChosenToken> takeTokens() {
    List<ChosenToken> tokens = List.copyOf(untold);
    untold.clear();
    return tokens;
  }

  @Override
  public boolean cancelled() {
    return unwritable || caller.gone();
  }
}
