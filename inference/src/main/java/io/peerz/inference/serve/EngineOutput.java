package io.peerz.inference.serve;

import io.peerz.inference.sample.Logprobs;
import java.util.List;
import java.util.Optional;

/** What the engine made of one step: rows (positions, dModel), and the tokens it drew. */
final class EngineOutput {
  /** Tokens, and how likely a single one was where that was asked for. */
  record Drawn(List<Integer> tokens, Optional<Logprobs> logprobs) {
    static final Drawn NONE = new Drawn(List.of(), Optional.empty());

    Drawn {
      tokens = List.copyOf(tokens);
    }
  }

  private final float[] rows;
  private final Drawn drawn;
  private final long queueNanos;
  private final long computeNanos;

  EngineOutput(float[] rows, Drawn drawn, long queueNanos, long computeNanos) {
    this.rows = rows;
    this.drawn = drawn;
    this.queueNanos = queueNanos;
    this.computeNanos = computeNanos;
  }

  float[] rows() {
    return rows;
  }

  List<Integer> tokens() {
    return drawn.tokens();
  }

  Optional<Logprobs> logprobs() {
    return drawn.logprobs();
  }

  long queueNanos() {
    return queueNanos;
  }

  long computeNanos() {
    return computeNanos;
  }
}
