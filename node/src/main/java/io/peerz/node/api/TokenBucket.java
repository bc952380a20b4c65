package io.peerz.node.api;

import java.util.concurrent.TimeUnit;

/**
 * Requests that one caller may still send: a minute's worth at first, filling up evenly. Kept as
 * the one moment at which it is full again. One owner; times are those of a monotonic clock.
 */
final class TokenBucket {
  /**
   * What became of one request.
   *
   * @param remaining requests that may follow at once
   * @param waitNanos until one more is let in; 0 when this one was
   * @param fullInNanos until the bucket is full
   */
  record Verdict(boolean admitted, long remaining, long waitNanos, long fullInNanos) {}

  private final long nanosPerRequest;
  private final long capacityNanos;
  private long fullAtNanos;

  TokenBucket(int perMinute, long nowNanos) {
    this.nanosPerRequest = TimeUnit.MINUTES.toNanos(1) / perMinute;
    this.capacityNanos = nanosPerRequest * perMinute;
    this.fullAtNanos = nowNanos;
  }

  Verdict take(long nowNanos) {
    long used = Math.max(fullAtNanos - nowNanos, 0);
    long wanted = used + nanosPerRequest;
    if (wanted > capacityNanos) {
      return new Verdict(false, 0, wanted - capacityNanos, used);
    }
    fullAtNanos = nowNanos + wanted;
    return new Verdict(true, (capacityNanos - wanted) / nanosPerRequest, 0, wanted);
  }
}
