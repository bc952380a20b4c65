package io.peerz.ledger.finetune;

import java.math.BigInteger;

/**
 * The money of a job.
 *
 * @param basePerRoundWei for the work of all units
 * @param improvementPerRoundWei for what they improve
 * @param targetGain gain of one unit that earns the full improvement price, nano-nats per token
 * @param bondPerUnitWei at least base and improvement of a round
 * @param feePerSeatWei for an evaluator that agrees with the result
 */
public record JobPrices(
    BigInteger basePerRoundWei,
    BigInteger improvementPerRoundWei,
    long targetGain,
    BigInteger bondPerUnitWei,
    BigInteger feePerSeatWei) {}
