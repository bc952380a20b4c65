package io.peerz.finetune.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.finetune.job.JobBudget;
import io.peerz.proof.score.RewardFormula;
import io.peerz.proof.score.RoundTerms;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;

/** One of a round's units, drawn by lot, is trained again. */
class CheatingNeverPaysProperties {
  private static final BigInteger UNIT_MACS = BigInteger.valueOf(1_000_000_007);

  /**
   * The most that a unit can earn, won in all but one of so many rounds, is less than the least
   * bond, lost in the one.
   */
  @Property
  void theLeastBondOutweighsEverythingAUnitThatIsNotReproducedCanEarn(
      @ForAll @BigRange(min = "0", max = "1000000000000000000000000") BigInteger baseWei,
      @ForAll @BigRange(min = "1", max = "1000000000000000000000000") BigInteger improvementWei,
      @ForAll @IntRange(min = 1, max = 16) int units) {
    BigInteger bondWei = baseWei.add(improvementWei);
    JobBudget budget =
        new JobBudget(1, units, baseWei, improvementWei, 1_000, 1, BigInteger.ZERO, bondWei);
    RoundTerms terms = budget.terms(UNIT_MACS);
    BigInteger most = RewardFormula.unitReward(terms, UNIT_MACS, Long.MAX_VALUE);

    assertThat(most.multiply(BigInteger.valueOf(units - 1L))).isLessThan(bondWei);
  }
}
