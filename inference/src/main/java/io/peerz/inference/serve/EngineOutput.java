package io.peerz.inference.serve;

import io.peerz.inference.sample.Logprobs;
import java.util.Optional;
import java.util.OptionalInt;

/** What the engine made of one step: rows (positions, dModel), and the token it drew. */
final class EngineOutput {
  /** A token, and how likely it was where that was asked for. */
  record Drawn(int token, Optional<Logprobs> logprobs) {}

  private final float[] rows;
  private final Optional<Drawn> drawn;
  private final long queueNanos;
  private final long computeNanos;

  EngineOutput(float[] rows, Optional<Drawn> drawn, long queueNanos, long computeNanos) {
    this.rows = rows;
    this.drawn = drawn;
    this.queueNanos = queueNanos;
    this.computeNanos = computeNanos;
  }

  float[] rows() {
    return rows;
  }

  OptionalInt token() {
    return drawn.stream().mapToInt(Drawn::token).findFirst();
  }

  Optional<Logprobs> logprobs() {
    return drawn.flatMap(Drawn::logprobs);
  }

  long queueNanos() {
    return queueNanos;
  }

  long computeNanos() {
    return computeNanos;
  }
}
