package io.peerz.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FeesTest {
  private static final ChainConfig CONFIG = ChainConfig.defaults();

  @Test
  void aChainWithoutBaseFeeIsOfferedNothing() {
    assertThat(Fees.first(BigInteger.ZERO, CONFIG))
        .isEqualTo(new Fees(BigInteger.ZERO, BigInteger.ZERO));
  }

  @Property
  void aBumpIsEnoughForANodeToReplaceAndStaysBelowTheCeiling(
      @ForAll @LongRange(min = 0, max = 100_000_000_000L) long baseFee) {
    BigInteger base = BigInteger.valueOf(baseFee);
    Fees before = Fees.first(base, CONFIG);
    Fees after = before.bumped(base, CONFIG);
    assertThat(after.maxFeeWei()).isLessThanOrEqualTo(CONFIG.maxFeeWei());
    assertThat(after.maxFeeWei().multiply(BigInteger.TEN))
        .isGreaterThanOrEqualTo(before.maxFeeWei().multiply(BigInteger.valueOf(11)));
    assertThat(after.tipWei().multiply(BigInteger.TEN))
        .isGreaterThanOrEqualTo(before.tipWei().multiply(BigInteger.valueOf(11)));
  }

  @Test
  void bumpingEndsAtTheCeiling() {
    Fees fees = Fees.first(CONFIG.tipWei(), CONFIG);
    for (int i = 0; i < 200; i++) {
      fees = fees.bumped(CONFIG.tipWei(), CONFIG);
    }
    assertThat(fees.bumped(CONFIG.tipWei(), CONFIG)).isEqualTo(fees);
    assertThat(fees.maxFeeWei()).isEqualTo(CONFIG.maxFeeWei());
  }
}
