package io.peerz.devnet.explorer;

import io.peerz.ledger.index.LedgerIndex;
import tools.jackson.databind.node.ObjectNode;

/**
 * The totals of an index, which take long to add up where it has millions of rows: they are added
 * up again when so much time has passed that a twentieth of it was spent on them. Thread-safe.
 */
final class Totals {
  private static final long TIMES_THE_COST = 20;

  private final LedgerIndex index;
  private ObjectNode last;
  private long madeAtNanos;
  private long tookNanos;

  Totals(LedgerIndex index) {
    this.index = index;
  }

  /** Of now, or of a little while ago; not to be written. Blocking. */
  synchronized ObjectNode get() {
    long now = System.nanoTime();
    if (last == null || now - madeAtNanos > TIMES_THE_COST * tookNanos) {
      last = index.totals();
      madeAtNanos = System.nanoTime();
      tookNanos = madeAtNanos - now;
    }
    return last;
  }
}
