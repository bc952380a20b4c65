package io.peerz.inference.session;

import java.time.Duration;

/**
 * How long to wait for a token before looking whether somebody is dead, learned from the tokens
 * before: smoothed mean and deviation as TCP estimates its timeouts. Owned by the session's thread.
 */
final class Pace {
  private static final double MEAN_GAIN = 1 / 8.0;
  private static final double DEVIATION_GAIN = 1 / 4.0;
  private static final int DEVIATIONS = 8;

  /** Shorter silences are ordinary: garbage collection, a busy core, a lost packet. */
  private static final Duration LEAST = Duration.ofMillis(300);

  private final Duration most;
  private double meanNanos;
  private double deviationNanos;
  private boolean known;

  /**
   * @param most the longest patience, also while nothing is known
   */
  Pace(Duration most) {
    this.most = most;
  }

  /** A token came so long after the one before. */
  void token(long nanos) {
    if (known) {
      deviationNanos += DEVIATION_GAIN * (Math.abs(nanos - meanNanos) - deviationNanos);
      meanNanos += MEAN_GAIN * (nanos - meanNanos);
    } else {
      known = true;
      meanNanos = nanos;
      deviationNanos = nanos / 2.0;
    }
  }

  /** After so much silence it is time to ask who is alive. */
  Duration patience() {
    return bounded(meanNanos + DEVIATIONS * deviationNanos);
  }

  /**
   * After so much silence a node that says it works is too slow; the most while nothing is known.
   */
  Duration longest() {
    return known ? bounded(20 * (meanNanos + deviationNanos) + LEAST.toNanos()) : most;
  }

  private Duration bounded(double nanos) {
    long least = Math.min(LEAST.toNanos(), most.toNanos());
    return Duration.ofNanos(Math.clamp(Math.round(nanos), least, most.toNanos()));
  }
}
