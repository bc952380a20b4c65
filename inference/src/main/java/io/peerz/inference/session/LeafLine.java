package io.peerz.inference.session;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The leaves of the rows that cross one boundary between layers, by position: what one hop signed
 * as its output must be what the next signed as its input. Exact engines give the same rows whoever
 * computes them, so one line serves every node that ever stood at the boundary; of a model within a
 * tolerance, a line serves the nodes of one ring. Thread-safe.
 */
final class LeafLine {
  private final int layer;
  private final List<Digest> leaves = new ArrayList<>();

  LeafLine(int layer) {
    this.layer = layer;
  }

  /** Adds what a node signed; refuses rows other than those known before. */
  synchronized void put(int posStart, List<Digest> signed) {
    Require.that(
        posStart <= leaves.size(),
        ErrorCode.BAD_RECEIPT,
        "a receipt leaves out positions before " + posStart + "; it is not paid");
    for (int i = 0; i < signed.size(); i++) {
      int position = posStart + i;
      if (position == leaves.size()) {
        leaves.add(signed.get(i));
      } else {
        Require.that(
            leaves.get(position).equals(signed.get(i)),
            ErrorCode.BAD_RECEIPT,
            "the rows before layer %d at position %d differ from those another node signed"
                .formatted(layer, position));
      }
    }
    notifyAll();
  }

  /** The leaves of [start, end), once they are known; TIMEOUT when they do not become known. */
  synchronized List<Digest> await(int start, int end, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (leaves.size() < end) {
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      Require.that(
          leftMillis > 0,
          ErrorCode.TIMEOUT,
          "nobody signed for the rows before layer " + layer + " up to position " + end);
      try {
        wait(leftMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PeerzException(ErrorCode.CANCELLED, "the session ends", e);
      }
    }
    return List.copyOf(leaves.subList(start, end));
  }
}
