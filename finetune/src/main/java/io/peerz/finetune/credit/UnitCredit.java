package io.peerz.finetune.credit;

/**
 * What one unit did for the held-out loss, in nano-nats per token.
 *
 * @param unit its number in the round
 * @param accepted whether its update alone lowers the loss; others are not merged
 * @param gain its share of the joint gain; may be negative
 * @param standardError of the gain over the held-out batches, rounded up
 */
public record UnitCredit(int unit, boolean accepted, long gain, long standardError) {
  /** A gain counts as far as it stands out of the noise by this many standard errors. */
  private static final long KAPPA = 2;

  /** The gain that is paid: its lower confidence bound, never below zero. */
  public long paidGain() {
    return Math.max(0, Math.subtractExact(gain, Math.multiplyExact(KAPPA, standardError)));
  }
}
