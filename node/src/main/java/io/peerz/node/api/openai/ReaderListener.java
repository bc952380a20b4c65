package io.peerz.node.api.openai;

import io.peerz.node.api.Caller;
import io.peerz.node.gateway.TextListener;
import io.peerz.proof.error.PeerzException;
import java.util.function.Consumer;

/**
 * Passes text on to whoever reads the answer. A reader that is gone never disturbs the session: it
 * is told to end, and settles what it got.
 */
final class ReaderListener implements TextListener {
  private final Caller caller;
  private final Consumer<String> sink;
  private boolean unwritable;

  ReaderListener(Caller caller, Consumer<String> sink) {
    this.caller = caller;
    this.sink = sink;
  }

  @Override
  public void onText(String piece) {
    if (piece.isEmpty() || cancelled()) {
      return;
    }
    try {
      sink.accept(piece);
    } catch (PeerzException e) {
      unwritable = true;
    }
  }

  @Override
  public boolean cancelled() {
    return unwritable || caller.gone();
  }
}
