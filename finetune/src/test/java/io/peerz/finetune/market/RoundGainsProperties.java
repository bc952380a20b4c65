package io.peerz.finetune.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoundGainsProperties {
  /** The contract's example: three units, the second is skipped. */
  @Example
  void aSkippedUnitEarnsNothingAndGainsAddUp() {
    RoundResult result =
        new RoundResult(
            List.of(1000L, 700L, 690L, 400L, 750L, 0L, 400L), List.of(10L, 20L, 30L), Digest.ZERO);

    RoundGains gains = RoundGains.of(3, result, 2000);

    assertThat(gains.sound()).isTrue();
    assertThat(gains.kept()).containsExactly(true, false, true);
    assertThat(gains.doubledGains()).containsExactly(300L + 350, 0L, 300L + 250);
    assertThat(gains.paidGains()).containsExactly(325L - 20, 0L, 275L - 60);
    assertThat(gains.totalGain()).isEqualTo(600);
    assertThat(gains.keptUnits(List.of(5, 1, 2))).containsExactly(2, 5);
  }

  @Property
  void keptGainsAddUpToTheJointGainWheneverTheWaysMeet(@ForAll("results") RoundResult result) {
    int units = result.standardErrors().size();
    RoundGains gains = RoundGains.of(units, result, 2000);
    if (gains.sound()) {
      assertThat(gains.doubledGains().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(2 * gains.totalGain());
    }
    for (int k = 0; k < units; k++) {
      assertThat(gains.paidGains().get(k)).isGreaterThanOrEqualTo(0);
      assertThat(gains.kept().get(k) || gains.paidGains().get(k) == 0).isTrue();
    }
  }

  @Property
  void aResultSurvivesItsBytes(@ForAll("results") RoundResult result) {
    assertThat(RoundResult.decode(ByteBuffer.wrap(result.encode()))).isEqualTo(result);
  }

  @Property
  void wrongLengthsAreNotSound(@ForAll("results") RoundResult result) {
    assertThat(RoundGains.of(result.standardErrors().size() + 1, result, 2000).sound()).isFalse();
  }

  /** The dynamic part of abi.encode by hand: offsets, root, then both arrays with their lengths. */
  @Example
  void theHashIsThatOfTheAbiEncoding() {
    RoundResult result = new RoundResult(List.of(-1L), List.of(2L), Keccak.hash("root"));
    ByteBuffer abi = ByteBuffer.allocate(7 * 32);
    word(abi, 0x60);
    word(abi, 0xa0);
    abi.put(Keccak.hash("root").bytes());
    word(abi, 1);
    for (int i = 0; i < 4; i++) {
      abi.putLong(-1);
    }
    word(abi, 1);
    word(abi, 2);

    assertThat(result.hash()).isEqualTo(Keccak.hash(abi.array()));
  }

  private static void word(ByteBuffer out, long value) {
    out.put(new byte[24]).putLong(value);
  }

  @Provide
  Arbitrary<RoundResult> results() {
    return Arbitraries.integers().between(1, 16).flatMap(RoundGainsProperties::ofUnits);
  }

  private static Arbitrary<RoundResult> ofUnits(int units) {
    Arbitrary<Long> loss = Arbitraries.longs().between(-2_000_000_000L, 9_000_000_000L);
    Arbitrary<Long> error = Arbitraries.longs().between(0, 1_000_000);
    return Combinators.combine(
            loss.list().ofSize(2 * units + 1),
            error.list().ofSize(units),
            Arbitraries.of(true, false))
        .as(
            (losses, errors, meet) ->
                new RoundResult(meet ? met(losses) : losses, errors, Digest.ZERO));
  }

  /** Makes the last loss of the way back that of the way out when all units are kept. */
  private static List<Long> met(List<Long> losses) {
    List<Long> falling = new ArrayList<>(losses);
    int units = losses.size() / 2;
    for (int k = 1; k <= units; k++) {
      falling.set(k, falling.get(k - 1) - 3_000_000);
    }
    falling.set(2 * units, falling.get(units));
    return falling;
  }
}
