package io.peerz.inference.engine.djl;

/** How far two rows lie apart. */
final class Distance {
  private Distance() {}

  /** The largest difference divided by the largest expected value. */
  static double of(float[] actual, float[] expected) {
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return worst / largest;
  }

  static int best(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }
}
