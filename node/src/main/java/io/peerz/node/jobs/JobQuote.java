package io.peerz.node.jobs;

import io.peerz.finetune.job.JobBudget;
import io.peerz.node.units.Amounts;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.Price;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.math.BigInteger;

/**
 * What a job may cost, before anything is signed.
 *
 * @param totalMacs compute cost of all units of all rounds
 * @param leastWei that work at the price that nodes ask for inference; below it nobody would come
 * @param ceilingWei what is escrowed: the job never costs more
 */
public record JobQuote(BigInteger totalMacs, BigInteger leastWei, BigInteger ceilingWei) {

  /**
   * A quote for a base of this shape.
   *
   * @param pricePerGcuWei what nodes ask for 10^9 MACs
   * @param ceilingWei what the submitter would spend at most; zero for twice the least
   */
  public static JobQuote of(
      Geometry geometry, JobOrder order, BigInteger pricePerGcuWei, BigInteger ceilingWei) {
    BigInteger totalMacs = order.totalMacs(geometry);
    BigInteger leastWei = Price.amountWei(totalMacs, pricePerGcuWei).max(BigInteger.ONE);
    return new JobQuote(
        totalMacs, leastWei, ceilingWei.signum() > 0 ? ceilingWei : leastWei.shiftLeft(1));
  }

  /** Refuses a ceiling that would attract nobody. */
  JobQuote requireEnough() {
    Require.that(
        ceilingWei.compareTo(leastWei) >= 0,
        ErrorCode.INSUFFICIENT_FUNDS,
        "the job costs about %s PRZ at the nodes' prices and the ceiling is %s; raise the ceiling, or ask for fewer rounds or steps"
            .formatted(Amounts.exact(leastWei), Amounts.exact(ceilingWei)));
    return this;
  }

  JobBudget budget(JobOrder order) {
    return order.budget(ceilingWei);
  }
}
