package io.peerz.inference.serve;

import java.util.OptionalInt;

/** What the engine made of one step: rows (positions, dModel), and the token it drew. */
final class EngineOutput {
  private final float[] rows;
  private final OptionalInt token;
  private final long queueNanos;
  private final long computeNanos;

  EngineOutput(float[] rows, OptionalInt token, long queueNanos, long computeNanos) {
    this.rows = rows;
    this.token = token;
    this.queueNanos = queueNanos;
    this.computeNanos = computeNanos;
  }

  float[] rows() {
    return rows;
  }

  OptionalInt token() {
    return token;
  }

  long queueNanos() {
    return queueNanos;
  }

  long computeNanos() {
    return computeNanos;
  }
}
