package io.peerz.finetune.evaluate;

/**
 * Negative log-likelihood of one token, by {@link StrictMath} in index order: the same whole number
 * everywhere.
 */
final class TokenLoss {
  private static final double NANO = 1e9;

  private TokenLoss() {}

  static long nanoNats(float[] logits, int target) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += StrictMath.exp((double) logit - largest);
    }
    double nats = StrictMath.log(sum) - ((double) logits[target] - largest);
    return (long) Math.rint(nats * NANO);
  }
}
