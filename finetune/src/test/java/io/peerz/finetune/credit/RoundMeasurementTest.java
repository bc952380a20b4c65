package io.peerz.finetune.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.peerz.finetune.market.RoundGains;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.Verdict;
import io.peerz.proof.error.PeerzException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RoundMeasurementTest {
  private static final int KAPPA_MILLI = 2000;
  private static final int ELEMENTS = 40;
  private static final int BATCHES = 16;

  /** Half the squared distance of a number to 1, seen a little differently by each batch. */
  private static final HeldOutLosses LINE =
      update -> {
        long[] losses = new long[6];
        for (int batch = 0; batch < losses.length; batch++) {
          double distance = update[0] - 1 - 0.001 * batch;
          losses[batch] = (long) Math.rint(distance * distance / 2 * 1e9);
        }
        return losses;
      };

  private static RoundGains gains(float... updates) {
    List<float[]> units = new ArrayList<>();
    for (float update : updates) {
      units.add(new float[] {update});
    }
    RoundResult result = RoundMeasurement.measure(LINE, units, 1, new Gate(4, KAPPA_MILLI), false);
    return RoundGains.of(updates.length, result, KAPPA_MILLI);
  }

  @Example
  void equalUnitsShareTheGainEquallyWhateverTheirPlace() {
    RoundGains gains = gains(0.8f, 0.8f, 0.8f, 0.8f);

    assertThat(gains.sound()).isTrue();
    assertThat(gains.verdicts()).containsOnly(Verdict.JOINED);
    long each = gains.totalGain() / 2;
    assertThat(gains.doubledGains())
        .allSatisfy(doubled -> assertThat(doubled).isCloseTo(each, within(1000L)));
  }

  @Example
  void aHarmfulUnitIsLeftOutAndTakesNothingFromTheOthers() {
    RoundGains alone = gains(0.8f, 0.8f);
    RoundGains attacked = gains(0.8f, -0.8f, 0.8f, 9f);

    assertThat(attacked.sound()).isTrue();
    assertThat(attacked.verdicts())
        .containsExactly(Verdict.JOINED, Verdict.LEFT_OUT, Verdict.JOINED, Verdict.LEFT_OUT);
    assertThat(attacked.totalGain()).isEqualTo(alone.totalGain());
    assertThat(attacked.paidGains().get(0)).isEqualTo(alone.paidGains().get(0));
    assertThat(attacked.paidGains().get(1)).isZero();
  }

  /** A long step helps with a quarter's weight and would harm with the whole. */
  @Example
  void whatOthersSendMovesNobodyAcrossTheGate() {
    assertThat(gains(2.5f).verdicts()).containsExactly(Verdict.JOINED);
    assertThat(gains(2.5f, -1f, -1f, -1f).verdicts().getFirst()).isEqualTo(Verdict.JOINED);
    assertThat(gains(9f).verdicts()).containsExactly(Verdict.LEFT_OUT);
    assertThat(gains(9f, 0.8f, 0.8f, 0.8f).verdicts().getFirst()).isEqualTo(Verdict.LEFT_OUT);
  }

  @Example
  void aRoundWithoutAGoodUnitChangesNothing() {
    RoundGains gains = gains(-0.1f, 0f, -3f);

    assertThat(gains.sound()).isTrue();
    assertThat(gains.verdicts()).containsOnly(Verdict.LEFT_OUT);
    assertThat(gains.improves()).isFalse();
  }

  @Example
  void aUnitThatWasCaughtIsMarkedAndTheOthersGainAsIfItWereNotThere() {
    List<float[]> updates = List.of(new float[] {0.9f}, new float[] {0.8f}, new float[] {0.7f});
    RoundResult result = RoundMeasurement.measure(LINE, updates, 1, new Gate(4, KAPPA_MILLI), true);
    RoundGains gains = RoundGains.of(3, result, KAPPA_MILLI);

    assertThat(gains.sound()).isTrue();
    assertThat(gains.verdicts()).containsExactly(Verdict.CAUGHT, Verdict.JOINED, Verdict.JOINED);
    assertThat(gains.totalGain()).isEqualTo(gains(0.8f, 0.7f).totalGain());
    assertThat(gains.joinedUnits(List.of(5, 4, 2))).containsExactly(2, 4);
  }

  @Property(tries = 200)
  void gainsShareOutTheJointGainToTheLastNanoNat(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 16) int units) {
    Random random = new Random(seed);
    List<float[]> updates = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      updates.add(step(random, 0.3, 0.5));
    }
    RoundResult result =
        RoundMeasurement.measure(
            RoundMeasurementTest::bowl,
            updates,
            ELEMENTS,
            new Gate(16, KAPPA_MILLI),
            seed % 3 == 0);
    RoundGains gains = RoundGains.of(units, result, KAPPA_MILLI);

    assertThat(gains.sound()).isTrue();
    assertThat(gains.doubledGains().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(2 * gains.totalGain());
  }

  @Example
  void honestEarnsMoreThanLazyMoreThanNoiseAndAnAttackerNothing() {
    Random random = new Random(1);
    List<float[]> updates =
        List.of(
            step(random, 0.3, 0.02),
            step(random, 0.06, 0.02),
            step(random, 0, 0.02),
            step(random, -0.6, 0.02));
    RoundResult result =
        RoundMeasurement.measure(
            RoundMeasurementTest::bowl, updates, ELEMENTS, new Gate(16, KAPPA_MILLI), false);
    List<Long> paid = RoundGains.of(4, result, KAPPA_MILLI).paidGains();

    assertThat(paid.get(0)).isGreaterThan(2 * paid.get(1));
    assertThat(paid.get(1)).isGreaterThan(4 * paid.get(2));
    assertThat(paid.get(3)).isZero();
  }

  @Example
  void aUnitAloneAndBothWaysAreMeasuredAndTheirCommonEndOnce() {
    AtomicInteger asked = new AtomicInteger();
    HeldOutLosses counting =
        update -> {
          asked.incrementAndGet();
          return LINE.nanoNats(update);
        };
    List<float[]> updates = List.of(new float[] {0.9f}, new float[] {-1f}, new float[] {0.7f});

    RoundMeasurement.measure(counting, updates, 1, new Gate(4, KAPPA_MILLI), false);

    // The base, three alone, two on the way out, one on the way back.
    assertThat(asked).hasValue(1 + 3 + 2 + 1);
  }

  @Example
  void oneBatchCannotTellGainFromNoise() {
    HeldOutLosses single = update -> new long[] {1};

    assertThatThrownBy(
            () ->
                RoundMeasurement.measure(
                    single, List.of(), ELEMENTS, new Gate(4, KAPPA_MILLI), false))
        .isInstanceOf(PeerzException.class);
  }

  /** Squared distance to a target that differs a little from batch to batch, in nano-nats. */
  private static long[] bowl(float[] update) {
    long[] losses = new long[BATCHES];
    for (int batch = 0; batch < BATCHES; batch++) {
      double sum = 0;
      for (int i = 0; i < ELEMENTS; i++) {
        double target = 1 + 0.05 * Math.sin(batch * 31 + i);
        sum += (update[i] - target) * (update[i] - target);
      }
      losses[batch] = Math.round(sum * 1e9 / ELEMENTS);
    }
    return losses;
  }

  private static float[] step(Random random, double length, double noise) {
    float[] step = new float[ELEMENTS];
    for (int i = 0; i < ELEMENTS; i++) {
      step[i] = (float) (length + noise * random.nextGaussian());
    }
    return step;
  }
}
