package io.peerz.finetune.job;

import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.math.BigInteger;

/**
 * What a job costs at most, known before anything is signed.
 *
 * @param unitMacs compute cost of one unit
 * @param totalMacs of all units of all rounds
 * @param unitTokens tokens that one unit trains on
 * @param ceilingWei most that the job can cost
 */
public record CostEstimate(
    BigInteger unitMacs, BigInteger totalMacs, long unitTokens, BigInteger ceilingWei) {
  private static final BigInteger GIGA = BigInteger.valueOf(1_000_000_000);

  /** The estimate for a base of this shape. */
  public static CostEstimate of(Geometry geometry, Recipe recipe, JobBudget budget) {
    BigInteger unitMacs = recipe.unitMacs(geometry);
    long units = (long) budget.rounds() * budget.unitsPerRound();
    return new CostEstimate(
        unitMacs,
        unitMacs.multiply(BigInteger.valueOf(units)),
        recipe.unitTokens(),
        budget.ceilingWei());
  }

  /** Highest price of a billion multiply-accumulates, rounded up. */
  public BigInteger weiPerGigaMac() {
    BigInteger scaled = ceilingWei.multiply(GIGA);
    return scaled.add(totalMacs).subtract(BigInteger.ONE).divide(totalMacs);
  }

  /** Refuses a wallet that cannot pay the ceiling. */
  public void requireFunds(BigInteger balanceWei) {
    Require.that(
        balanceWei.compareTo(ceilingWei) >= 0,
        ErrorCode.INSUFFICIENT_FUNDS,
        "the job may cost %s wei but the wallet holds %s; add funds or lower the budget"
            .formatted(ceilingWei, balanceWei));
  }
}
