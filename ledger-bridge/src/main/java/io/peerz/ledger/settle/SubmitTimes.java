package io.peerz.ledger.settle;

import java.time.Duration;

/**
 * How long batches took from the signature to the block that has them. Counts from the start of the
 * process. Thread-safe.
 */
public final class SubmitTimes {
  private long count;
  private long totalNanos;

  synchronized void add(Duration took) {
    count++;
    totalNanos += took.toNanos();
  }

  /** Batches that got into a block. */
  public synchronized long count() {
    return count;
  }

  public synchronized Duration total() {
    return Duration.ofNanos(totalNanos);
  }
}
