package io.peerz.finetune.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CreditMeasurementTest {
  private static final int ELEMENTS = 40;
  private static final int BATCHES = 16;
  private static final Digest SEED = Keccak.hash("seed");

  @Property(tries = 200)
  void gainsShareOutTheJointGainToTheLastNanoNat(
      @ForAll long seed, @ForAll @IntRange(max = 9) int units) {
    Random random = new Random(seed);
    List<float[]> updates =
        IntStream.range(0, units).mapToObj(u -> step(random, 0.3, 0.5)).toList();
    RoundCredit credit = measure(updates, Keccak.hash("seed" + seed));

    long shared = credit.units().stream().mapToLong(UnitCredit::gain).sum();
    assertThat(shared).isEqualTo(credit.baseLoss() - credit.jointLoss());
    assertThat(credit.units()).allMatch(unit -> unit.paidGain() <= Math.max(0, unit.gain()));
    assertThat(credit.units()).allMatch(unit -> unit.accepted() || unit.paidGain() == 0);
  }

  @Example
  void honestEarnsMoreThanLazyMoreThanNoiseAndAnAttackerNothing() {
    Random random = new Random(1);
    float[] honest = step(random, 0.3, 0.02);
    float[] lazy = step(random, 0.06, 0.02);
    float[] noise = step(random, 0, 0.02);
    float[] attacker = step(random, -0.6, 0.02);

    List<UnitCredit> units = measure(List.of(honest, lazy, noise, attacker), SEED).units();

    assertThat(units.get(0).paidGain()).isGreaterThan(2 * units.get(1).paidGain());
    assertThat(units.get(1).paidGain()).isGreaterThan(4 * units.get(2).paidGain());
    assertThat(units.get(3)).isEqualTo(new UnitCredit(3, false, 0, 0));
  }

  @Example
  void aCopyAndItsOriginalEarnAlike() {
    Random random = new Random(2);
    float[] original = step(random, 0.3, 0.02);
    List<float[]> updates = List.of(original, original.clone(), step(random, 0.3, 0.02));

    List<UnitCredit> units = measure(updates, SEED).units();

    assertThat(units.get(0).gain()).isCloseTo(units.get(1).gain(), within(1L));
    assertThat(Similarity.suspicious(List.of(original, original, step(random, 0, 1))))
        .containsExactly(new Similarity.Pair(0, 1));
  }

  @Property(tries = 50)
  void theDrawnOrderIsAPermutationThatTheSeedDecides(
      @ForAll @IntRange(min = 1, max = 16) int units, @ForAll long seed) {
    Digest digest = Keccak.hash("order" + seed);
    int[] order = UnitOrder.draw(digest, units);

    assertThat(order).isEqualTo(UnitOrder.draw(digest, units));
    assertThat(Arrays.stream(order).sorted().boxed()).containsExactly(boxed(units));
    assertThat(UnitOrder.reversed(UnitOrder.reversed(order))).isEqualTo(order);
  }

  @Example
  void ordersOfManySeedsPutEveryUnitFirstAboutEquallyOften() {
    int[] first = new int[5];
    for (int seed = 0; seed < 2000; seed++) {
      first[UnitOrder.draw(Keccak.hash("s" + seed), 5)[0]]++;
    }
    assertThat(Arrays.stream(first).boxed()).allMatch(times -> times > 320 && times < 480);
  }

  @Example
  void oneBatchCannotTellGainFromNoise() {
    HeldOutLosses single = update -> new long[] {1};

    assertThatThrownBy(() -> CreditMeasurement.measure(single, List.of(), ELEMENTS, SEED))
        .isInstanceOf(PeerzException.class);
  }

  @Property(tries = 200)
  void halvesSumToHalfTheSum(@ForAll List<Integer> numbers) {
    long[] doubled = numbers.stream().mapToLong(Integer::longValue).toArray();
    if (Math.floorMod(Arrays.stream(doubled).sum(), 2) == 0) {
      long halves = Arrays.stream(Halving.halves(doubled)).sum();
      assertThat(2 * halves).isEqualTo(Arrays.stream(doubled).sum());
    }
  }

  private static RoundCredit measure(List<float[]> updates, Digest seed) {
    return CreditMeasurement.measure(CreditMeasurementTest::bowl, updates, ELEMENTS, seed);
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

  private static Integer[] boxed(int units) {
    return new ArrayList<>(IntStream.range(0, units).boxed().toList()).toArray(Integer[]::new);
  }
}
