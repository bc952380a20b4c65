package io.peerz.devnet.simulation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** A point of a map whose edges are 60 ms long; everybody is 2 ms from the next crossing. */
record Place(double xMicros, double yMicros) {
  private static final int EDGE_MICROS = 60_000;
  private static final int FIXED_MICROS = 2_000;

  static Place random(RandomGenerator random) {
    return new Place(random.nextDouble() * EDGE_MICROS, random.nextDouble() * EDGE_MICROS);
  }

  Duration wayTo(Place other) {
    double micros = FIXED_MICROS + Math.hypot(xMicros - other.xMicros, yMicros - other.yMicros);
    return Duration.ofNanos(Math.round(micros * 1_000));
  }
}
