package io.peerz.proof.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class RewardFormulaProperties {
  static final long MAX_GAIN = 1L << 40;

  @Property
  void aRoundNeverPaysMoreThanItsBudget(
      @ForAll("terms") RoundTerms terms,
      @ForAll @Size(16) List<@LongRange(max = MAX_GAIN) Long> gains,
      @ForAll @Size(16) List<@DoubleRange(max = 1) Double> shares) {
    BigInteger paid = BigInteger.ZERO;
    for (int unit = 0; unit < terms.unitsPerRound(); unit++) {
      BigInteger macs = share(terms.unitMacs(), shares.get(unit));
      paid = paid.add(RewardFormula.unitReward(terms, macs, gains.get(unit)));
    }
    assertThat(paid).isLessThanOrEqualTo(terms.baseWei().add(terms.improvementWei()));
  }

  @Property
  void moreGainNeverPaysLess(
      @ForAll("terms") RoundTerms terms,
      @ForAll @LongRange(max = MAX_GAIN) long gain,
      @ForAll @LongRange(max = MAX_GAIN) long more,
      @ForAll @DoubleRange(max = 1) double share) {
    BigInteger macs = share(terms.unitMacs(), share);
    assertThat(RewardFormula.unitReward(terms, macs, gain))
        .isLessThanOrEqualTo(RewardFormula.unitReward(terms, macs, gain + more));
  }

  @Property
  void moreVerifiedCostNeverPaysLess(
      @ForAll("terms") RoundTerms terms,
      @ForAll @LongRange(max = MAX_GAIN) long gain,
      @ForAll @DoubleRange(max = 1) double share) {
    assertThat(RewardFormula.unitReward(terms, share(terms.unitMacs(), share), gain))
        .isLessThanOrEqualTo(RewardFormula.unitReward(terms, terms.unitMacs(), gain));
  }

  @Property
  void splittingAUnitNeverProfits(
      @ForAll("terms") RoundTerms terms,
      @ForAll @LongRange(max = MAX_GAIN) long firstGain,
      @ForAll @LongRange(max = MAX_GAIN) long secondGain,
      @ForAll @DoubleRange(max = 1) double share) {
    BigInteger first = share(terms.unitMacs(), share);
    BigInteger second = terms.unitMacs().subtract(first);
    assertThat(
            RewardFormula.unitReward(terms, first, firstGain)
                .add(RewardFormula.unitReward(terms, second, secondGain)))
        .isLessThanOrEqualTo(
            RewardFormula.unitReward(terms, terms.unitMacs(), firstGain + secondGain));
  }

  @Example
  void aUnitOnTargetEarnsItsShareOfBothBudgets() {
    RoundTerms terms = terms(4000, 8000, 4, 1000, 50);
    BigInteger macs = BigInteger.valueOf(1000);
    assertThat(RewardFormula.unitReward(terms, macs, 50)).isEqualTo(BigInteger.valueOf(3000));
    assertThat(RewardFormula.unitReward(terms, macs, 25)).isEqualTo(BigInteger.valueOf(2000));
    assertThat(RewardFormula.unitReward(terms, macs, 0)).isEqualTo(BigInteger.valueOf(1000));
    assertThat(RewardFormula.unitReward(terms, macs, 500)).isEqualTo(BigInteger.valueOf(3000));
  }

  @Example
  void moreCostThanPlannedAndNegativeGainsAreRefused() {
    RoundTerms terms = terms(4000, 8000, 4, 1000, 50);
    assertThatThrownBy(() -> RewardFormula.unitReward(terms, BigInteger.valueOf(1001), 1))
        .isInstanceOf(PeerzException.class);
    assertThatThrownBy(() -> RewardFormula.unitReward(terms, BigInteger.ONE, -1))
        .isInstanceOf(PeerzException.class);
  }

  @Provide
  Arbitrary<RoundTerms> terms() {
    return Combinators.combine(
            Arbitraries.longs().between(0, Long.MAX_VALUE),
            Arbitraries.longs().between(0, Long.MAX_VALUE),
            Arbitraries.integers().between(1, 16),
            Arbitraries.longs().between(1, 1L << 50),
            Arbitraries.longs().between(1, 1L << 40))
        .as(RewardFormulaProperties::terms);
  }

  private static RoundTerms terms(
      long baseWei, long improvementWei, int units, long unitMacs, long targetGain) {
    return new RoundTerms(
        BigInteger.valueOf(baseWei),
        BigInteger.valueOf(improvementWei),
        units,
        BigInteger.valueOf(unitMacs),
        targetGain);
  }

  private static BigInteger share(BigInteger whole, double share) {
    return whole.multiply(BigInteger.valueOf((long) (share * 1000))).divide(big(1000));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
