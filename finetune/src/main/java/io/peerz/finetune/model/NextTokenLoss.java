package io.peerz.finetune.model;

import io.peerz.finetune.tensor.Tensor;

/** Cross-entropy of the next token, in nats. */
public final class NextTokenLoss {
  private NextTokenLoss() {}

  /**
   * Weighted sum of the losses of all positions.
   *
   * @param logits (positions, vocabulary)
   * @param targets int64 (positions, 1)
   * @param shares (positions, 1); 1/n everywhere makes the sum a mean, 0 leaves a position out
   */
  public static Tensor weighted(Tensor logits, Tensor targets, Tensor shares) {
    return logits.logSoftmax().gather(targets).neg().mul(shares).sum();
  }
}
