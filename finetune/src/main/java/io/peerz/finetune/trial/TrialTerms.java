package io.peerz.finetune.trial;

import io.peerz.finetune.credit.Gate;
import io.peerz.finetune.market.Verdict;
import io.peerz.proof.score.RewardFormula;
import io.peerz.proof.score.RoundTerms;
import java.math.BigInteger;

/**
 * The money of a trial, by the contract's rules.
 *
 * @param pay of a round
 * @param kappaMilli standard errors taken off a gain, in thousandths
 */
record TrialTerms(RoundTerms pay, int kappaMilli) {
  static final BigInteger PRZ = BigInteger.TEN.pow(18);

  private static final long BASE_PER_UNIT = 10;
  private static final long IMPROVEMENT_PER_UNIT = 30;
  private static final int KAPPA_MILLI = 2000;

  /**
   * Ten tokens for a unit's work, thirty more if it gains {@code targetGain}.
   *
   * @param slots units that a round has room for
   */
  static TrialTerms of(int slots, BigInteger unitMacs, long targetGain) {
    BigInteger perUnit = PRZ.multiply(BigInteger.valueOf(slots));
    return new TrialTerms(
        new RoundTerms(
            perUnit.multiply(BigInteger.valueOf(BASE_PER_UNIT)),
            perUnit.multiply(BigInteger.valueOf(IMPROVEMENT_PER_UNIT)),
            slots,
            unitMacs,
            targetGain),
        KAPPA_MILLI);
  }

  /** The least bond that the contract accepts. */
  BigInteger bondWei() {
    return pay.baseWei().add(pay.improvementWei());
  }

  Gate gate() {
    return new Gate(pay.unitsPerRound(), kappaMilli);
  }

  UnitOutcome outcome(Verdict verdict, long gain) {
    return switch (verdict) {
      case JOINED ->
          new UnitOutcome(
              UnitOutcome.Fate.JOINED, gain, RewardFormula.unitReward(pay, pay.unitMacs(), gain));
      case LEFT_OUT -> new UnitOutcome(UnitOutcome.Fate.LEFT_OUT, 0, BigInteger.ZERO);
      case CAUGHT -> new UnitOutcome(UnitOutcome.Fate.CAUGHT, 0, bondWei().negate());
    };
  }

  UnitOutcome forfeited() {
    return new UnitOutcome(UnitOutcome.Fate.FORFEITED, 0, bondWei().shiftRight(1).negate());
  }
}
