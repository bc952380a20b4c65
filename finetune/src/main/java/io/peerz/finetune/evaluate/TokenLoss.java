package io.peerz.finetune.evaluate;

/**
 * Negative log-likelihood of one token, by {@link StrictMath} in index order: the same whole number
 * everywhere.
 */
final class TokenLoss {
  private static final double NANO = 1e9;

  /**
   * The most that one token counts, a hundred nats: whoever breaks the numbers, so that a loss is
   * infinite or none at all, is measured as the worst and never as the best. All tokens of the
   * largest data set still add up to less than 63 bits.
   */
  static final long WORST = 100_000_000_000L;

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
    double loss = Math.rint(nats * NANO);
    return loss < WORST ? (long) loss : WORST; // not a number is not less
  }
}
