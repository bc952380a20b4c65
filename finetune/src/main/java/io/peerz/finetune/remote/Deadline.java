package io.peerz.finetune.remote;

import java.time.Duration;

/** A moment by which something must have happened. */
final class Deadline {
  private final Duration limit;
  private final long endNanos;

  private Deadline(Duration limit) {
    this.limit = limit;
    this.endNanos = System.nanoTime() + limit.toNanos();
  }

  static Deadline in(Duration limit) {
    return new Deadline(limit);
  }

  /** Never below zero. */
  long leftNanos() {
    return Math.max(0, endNanos - System.nanoTime());
  }

  /** How long there was, as text. */
  String limit() {
    return limit.toMillis() + " ms";
  }
}
