package io.peerz.proof.score;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import java.math.BigInteger;

/**
 * What one unit earns: a posted price per verified MAC, scaled by measured improvement per MAC.
 *
 * <p>reward_u = c_u / C_plan * (Base + Improvement * min(1, e_u / e_target)) with e_u = g_u / c_u
 * and e_target = targetGain / unitMacs. Given its measured gain, a unit's pay does not depend on
 * any other unit, so nothing is won by splitting identities or by harming a neighbour. Exact
 * integers, each of the two terms rounded down.
 */
public final class RewardFormula {
  private RewardFormula() {}

  /**
   * What one unit earns, in wei.
   *
   * @param macs verified cost of the unit, at most the planned cost
   * @param gain lower confidence bound of the measured gain in nano-nats per token, not negative
   */
  public static BigInteger unitReward(RoundTerms terms, BigInteger macs, long gain) {
    Require.that(
        macs.signum() >= 0 && macs.compareTo(terms.unitMacs()) <= 0,
        BAD_REQUEST,
        "unit cost must lie in 0.." + terms.unitMacs() + " MACs");
    Require.range(BAD_REQUEST, "gain", gain, 0, Long.MAX_VALUE);
    return baseReward(terms, macs).add(improvementReward(terms, macs, gain));
  }

  private static BigInteger baseReward(RoundTerms terms, BigInteger macs) {
    return terms.baseWei().multiply(macs).divide(terms.planMacs());
  }

  private static BigInteger improvementReward(RoundTerms terms, BigInteger macs, long gain) {
    BigInteger target = BigInteger.valueOf(terms.targetGain());
    BigInteger earned = BigInteger.valueOf(gain).multiply(terms.unitMacs());
    BigInteger capped = earned.min(macs.multiply(target));
    return terms.improvementWei().multiply(capped).divide(terms.planMacs().multiply(target));
  }
}
