package io.peerz.finetune.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RoundGainsProperties {
  private static final int KAPPA_MILLI = 2000;

  /** The example of the contract's tests: three units, the second is left out. */
  @Example
  void aUnitThatWasLeftOutEarnsNothingAndGainsAddUp() {
    RoundResult result =
        new RoundResult(
            List.of(1000L, 700L, 700L, 400L, 750L, 750L, 400L),
            List.of(10L, RoundResult.LEFT_OUT, 30L),
            Digest.ZERO);

    RoundGains gains = RoundGains.of(3, result, KAPPA_MILLI);

    assertThat(gains.sound()).isTrue();
    assertThat(gains.verdicts()).containsExactly(Verdict.JOINED, Verdict.LEFT_OUT, Verdict.JOINED);
    assertThat(gains.doubledGains()).containsExactly(300L + 350, 0L, 300L + 250);
    assertThat(gains.paidGains()).containsExactly(325L - 20, 0L, 275L - 60);
    assertThat(gains.totalGain()).isEqualTo(600);
    assertThat(gains.joinedUnits(List.of(5, 1, 2))).containsExactly(2, 5);
  }

  /** I8: conservation, and nothing for a unit that did not join. */
  @Property
  void soundGainsAddUpToTheJointGain(@ForAll("results") RoundResult result) {
    int units = result.standardErrors().size();
    RoundGains gains = RoundGains.of(units, result, KAPPA_MILLI);
    if (gains.sound()) {
      assertThat(gains.doubledGains().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(2 * gains.totalGain());
    }
    for (int k = 0; k < units; k++) {
      long paid = gains.paidGains().get(k);
      assertThat(paid).isGreaterThanOrEqualTo(0);
      assertThat(2 * paid).isLessThanOrEqualTo(Math.max(0, gains.doubledGains().get(k)));
      assertThat(gains.verdicts().get(k) == Verdict.JOINED || paid == 0).isTrue();
    }
  }

  /** I6: another unit's error changes nothing. */
  @Property
  void whatAUnitIsPaidForDependsOnItsOwnMarginalsAndErrorOnly(
      @ForAll("results") RoundResult result, @ForAll @IntRange(max = 15) int other) {
    List<Long> errors = new ArrayList<>(result.standardErrors());
    int changed = other % errors.size();
    errors.set(changed, 12_345L);
    RoundGains before = RoundGains.of(errors.size(), result, KAPPA_MILLI);
    RoundGains after =
        RoundGains.of(
            errors.size(),
            new RoundResult(result.losses(), errors, result.outputRoot()),
            KAPPA_MILLI);
    for (int k = 0; k < errors.size(); k++) {
      if (k != changed) {
        assertThat(after.paidGains().get(k)).isEqualTo(before.paidGains().get(k));
      }
    }
  }

  @Example
  void onlyTheFirstUnitCanBeCaught() {
    List<Long> losses = List.of(10L, 10L, 10L, 10L, 10L);
    assertThat(sound(losses, List.of(RoundResult.CAUGHT, RoundResult.LEFT_OUT))).isTrue();
    assertThat(sound(losses, List.of(RoundResult.LEFT_OUT, RoundResult.CAUGHT))).isFalse();
  }

  @Example
  void aMarkedUnitThatMovesALossAndLossesBeyondAllBoundsAreUnsound() {
    assertThat(sound(List.of(10L, 9L, 9L), List.of(RoundResult.LEFT_OUT))).isFalse();
    long limit = 1_000_000_000_000_000_000L;
    assertThat(sound(List.of(limit, -limit, -limit), List.of(0L))).isTrue();
    assertThat(sound(List.of(limit + 1, -limit, -limit), List.of(0L))).isFalse();
  }

  private static boolean sound(List<Long> losses, List<Long> errors) {
    return RoundGains.of(errors.size(), new RoundResult(losses, errors, Digest.ZERO), KAPPA_MILLI)
        .sound();
  }

  @Property
  void aResultSurvivesItsBytes(@ForAll("results") RoundResult result) {
    assertThat(RoundResult.decode(ByteBuffer.wrap(result.encode()))).isEqualTo(result);
  }

  @Property
  void wrongLengthsAreNotSound(@ForAll("results") RoundResult result) {
    int units = result.standardErrors().size() + 1;
    assertThat(RoundGains.of(units, result, KAPPA_MILLI).sound()).isFalse();
  }

  @Property(tries = 50)
  void theDrawnOrderIsAPermutationThatTheSeedDecides(
      @ForAll @IntRange(min = 1, max = 16) int units, @ForAll long seed) {
    List<Integer> numbers = IntStream.range(0, units).boxed().toList();
    Digest digest = Keccak.hash("order" + seed);
    List<Integer> order = MergeOrder.of(numbers, digest, Digest.ZERO, 3);

    assertThat(order).isEqualTo(MergeOrder.of(numbers, digest, Digest.ZERO, 3));
    assertThat(order).containsExactlyInAnyOrderElementsOf(numbers);
  }

  @Example
  void ordersOfManySeedsPutEveryUnitFirstAboutEquallyOften() {
    int[] first = new int[5];
    List<Integer> numbers = IntStream.range(0, 5).boxed().toList();
    for (int seed = 0; seed < 2000; seed++) {
      first[MergeOrder.of(numbers, Keccak.hash("s" + seed), Digest.ZERO, 0).getFirst()]++;
    }
    assertThat(IntStream.of(first).boxed()).allMatch(times -> times > 320 && times < 480);
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

  /** Makes the last loss of the way back that of the way out. */
  private static List<Long> met(List<Long> losses) {
    List<Long> meeting = new ArrayList<>(losses);
    meeting.set(losses.size() - 1, losses.get(losses.size() / 2));
    return meeting;
  }
}
