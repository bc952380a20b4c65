package io.peerz.finetune.job;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import io.peerz.proof.score.RoundTerms;
import java.math.BigInteger;

/**
 * What a submitter puts at stake.
 *
 * @param rounds of the job
 * @param unitsPerRound planned units of a round
 * @param baseWei paid per round for verified work
 * @param improvementWei paid per round for measured improvement
 * @param targetGain gain of one unit that earns the full improvement price, nano-nats per token
 * @param seats evaluators of a round
 * @param feePerSeatWei paid to an evaluator that agrees with the result
 * @param bondPerUnitWei what a node locks while it owes an update: at least what a round pays, so
 *     that being caught once costs more than cheating can earn
 */
public record JobBudget(
    int rounds,
    int unitsPerRound,
    BigInteger baseWei,
    BigInteger improvementWei,
    long targetGain,
    int seats,
    BigInteger feePerSeatWei,
    BigInteger bondPerUnitWei) {
  public JobBudget {
    Require.range(BAD_REQUEST, "rounds", rounds, 1, 1000);
    Require.range(BAD_REQUEST, "units per round", unitsPerRound, 1, 16);
    Require.uint(BAD_REQUEST, "base budget", baseWei, 128);
    Require.uint(BAD_REQUEST, "improvement budget", improvementWei, 128);
    Require.range(BAD_REQUEST, "target gain", targetGain, 1, Long.MAX_VALUE);
    Require.range(BAD_REQUEST, "seats", seats, 1, 21);
    Require.uint(BAD_REQUEST, "fee per seat", feePerSeatWei, 128);
    Require.uint(BAD_REQUEST, "bond per unit", bondPerUnitWei, 128);
    Require.that(bondPerUnitWei.signum() > 0, BAD_REQUEST, "a unit needs a bond above zero");
    BigInteger least = baseWei.add(improvementWei);
    Require.that(
        bondPerUnitWei.compareTo(least) >= 0,
        BAD_REQUEST,
        "the bond of a unit must be at least what a round pays, "
            + least
            + " wei, or cheating could pay; raise the bond");
  }

  /** Most that one round can cost. */
  public BigInteger perRoundWei() {
    return baseWei.add(improvementWei).add(feePerSeatWei.multiply(BigInteger.valueOf(seats)));
  }

  /** What is escrowed: the job never costs more, and what is not earned returns. */
  public BigInteger ceilingWei() {
    return perRoundWei().multiply(BigInteger.valueOf(rounds));
  }

  /** The pay formula's terms for units of {@code unitMacs}. */
  public RoundTerms terms(BigInteger unitMacs) {
    return new RoundTerms(baseWei, improvementWei, unitsPerRound, unitMacs, targetGain);
  }
}
