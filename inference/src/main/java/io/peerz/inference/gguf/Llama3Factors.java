package io.peerz.inference.gguf;

import tools.jackson.databind.node.ObjectNode;

/**
 * By how much Llama 3's rule slows each rotary frequency: short waves not at all, those longer than
 * the original context by the whole factor, and a smooth band between.
 */
record Llama3Factors(double theta, int half, double factor, long originalPositions) {
  private static final double LOW = 1;
  private static final double HIGH = 4;

  double of(int pair) {
    double frequency = 1 / Math.pow(theta, (double) pair / half);
    double turns = originalPositions * frequency / (2 * Math.PI);
    if (turns < LOW) {
      return factor;
    }
    if (turns > HIGH) {
      return 1;
    }
    double smooth = (turns - LOW) / (HIGH - LOW);
    return 1 / ((1 - smooth) / factor + smooth);
  }

  /** The rule as config.json has it. */
  ObjectNode json(ObjectNode node) {
    return node.put("rope_type", "llama3")
        .put("factor", factor)
        .put("low_freq_factor", LOW)
        .put("high_freq_factor", HIGH)
        .put("original_max_position_embeddings", originalPositions);
  }
}
