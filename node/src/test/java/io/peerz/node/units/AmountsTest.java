package io.peerz.node.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
  @Property
  void everyAmountReadsBackToTheLastWei(
      @ForAll @BigRange(min = "0", max = "99999999999999999999000000000000000000") BigInteger wei) {
    assertThat(Amounts.toWei(Amounts.exact(wei))).isEqualTo(wei);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,1000000000000000000",
    "0.000000000000000001,1",
    "12.50,12500000000000000000"
  })
  void amountsAreWhatTheySay(String written, BigInteger wei) {
    assertThat(Amounts.toWei(written)).isEqualTo(wei);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1e3", "1,5", ".5", "5.", "0.0000000000000000001", "NaN", "1 "})
  void whatIsNotAnAmountIsRefused(String written) {
    assertThatThrownBy(() -> Amounts.toWei(written)).isInstanceOf(PeerzException.class);
  }

  @Test
  void aBriefAmountNeverShowsMoreThanThereIs() {
    assertThat(Amounts.brief(new BigInteger("1999999999999999999"))).isEqualTo("1.999999");
    assertThat(Amounts.exact(new BigInteger("1200000000000000000"))).isEqualTo("1.2");
  }
}
