package io.peerz.node.api.openai;

import io.peerz.node.api.Caller;
import io.peerz.node.gateway.ChosenToken;
import io.peerz.node.gateway.TextListener;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Passes text on to whoever reads the answer. A reader that is gone never disturbs the session: it
 * is told to end, and settles what it got.
 */
final class ReaderListener implements TextListener {
  private final Caller caller;
  private final BiConsumer<String, List<ChosenToken>> sink;
  private final List<ChosenToken> untold = new ArrayList<>();
  private boolean unwritable;

  ReaderListener(Caller caller, BiConsumer<String, List<ChosenToken>> sink) {
    this.caller = caller;
    this.sink = sink;
  }

  @Override
  public void onText(String piece) {
    if (piece.isEmpty() || cancelled()) {
      return;
    }
    try {
      sink.accept(piece, takeTokens());
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
