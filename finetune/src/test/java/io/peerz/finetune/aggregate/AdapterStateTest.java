package io.peerz.finetune.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.proof.id.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class AdapterStateTest {
  private static final int MATRIX = 96 * 64;
  private static final int VECTOR = 33;

  @Example
  void threeRoundsEndInTheRootsOfTheGoldenFile() throws IOException {
    Properties golden = new Properties();
    try (InputStream in = getClass().getResourceAsStream("adapter-roots.properties")) {
      golden.load(in);
    }
    for (MergeRule rule : MergeRule.values()) {
      AdapterState state = AdapterState.initial(set(1, 1));
      for (int round = 0; round < 3; round++) {
        state = state.after(updates(7, 100 * round + 5), rule, OuterNesterov.DEFAULT);
      }
      assertThat(state.root().hex()).as(rule.name()).isEqualTo(golden.getProperty(rule.name()));
    }
  }

  @Example
  void theRootCoversLayoutParametersAndVelocity() {
    AdapterState state = AdapterState.initial(set(1, 1));
    AdapterState moved = AdapterState.of(set(1, 1), set(2, 1e-30));
    AdapterState renamed =
        AdapterState.initial(
            new ParameterSet(
                set(1, 1).all().stream()
                    .map(p -> new Parameter(p.name() + "x", p.shape(), p.values()))
                    .toList()));

    assertThat(List.of(state.root(), moved.root(), renamed.root())).doesNotHaveDuplicates();
    assertThat(AdapterState.of(state.adapter(), state.velocity()).root()).isEqualTo(state.root());
  }

  @Example
  void aRoundWithoutAnAcceptedUpdateChangesNothing() {
    AdapterState state = AdapterState.initial(set(1, 1));
    Digest root = state.root();

    assertThat(state.after(List.of(), MergeRule.MEAN, OuterNesterov.DEFAULT).root())
        .isEqualTo(root);
  }

  @Example
  void oneHugeUpdateCountsForNoMoreThanItsPeers() {
    List<float[]> updates = updates(5, 1);
    double honest = NormClip.norm(updates.getFirst(), 0, MATRIX);
    for (int i = 0; i < updates.get(2).length; i++) {
      updates.get(2)[i] *= 1e6f;
    }

    List<float[]> clipped = NormClip.clip(AdapterState.initial(set(1, 1)).layout(), updates);

    assertThat(NormClip.norm(clipped.get(2), 0, MATRIX)).isLessThan(1.1 * honest);
  }

  @Example
  void twoSignFlippersOfSevenCannotTurnARobustMerge() {
    float[] direction = updates(1, 77).getFirst();
    List<float[]> updates = new ArrayList<>();
    for (int unit = 0; unit < 7; unit++) {
      float[] noise = updates(1, unit).getFirst();
      float[] update = new float[direction.length];
      for (int i = 0; i < update.length; i++) {
        update[i] = (unit < 5 ? 1 : -1) * (direction[i] + 0.2f * noise[i]);
      }
      updates.add(update);
    }
    for (MergeRule rule : List.of(MergeRule.TRIMMED_MEAN, MergeRule.CENTERED_CLIP)) {
      assertThat(projection(rule.merge(updates), direction))
          .as(rule.name())
          .isGreaterThan(projection(MergeRule.MEAN.merge(updates), direction));
    }
  }

  @Property(tries = 20)
  void trimmedMeanDoesNotDependOnTheOrderOfUnits(@ForAll long seed) {
    List<float[]> updates = updates(6, seed);
    float[] merged = MergeRule.TRIMMED_MEAN.merge(updates);
    Collections.shuffle(updates, new Random(seed));

    assertThat(MergeRule.TRIMMED_MEAN.merge(updates)).isEqualTo(merged);
  }

  @Example
  void theOuterStepIsNesterovs() {
    float[] parameters = {1};
    float[] velocity = {0};
    OuterNesterov outer = new OuterNesterov(0.7, 0.5);

    outer.step(parameters, velocity, new float[] {0.2f});
    assertThat(parameters[0]).isCloseTo(1 + 0.7f * (0.2f + 0.5f * 0.2f), within(1e-6f));
    outer.step(parameters, velocity, new float[] {0});
    assertThat(velocity[0]).isCloseTo(0.1f, within(1e-6f));
    assertThat(parameters[0]).isCloseTo(1.21f + 0.7f * 0.5f * 0.1f, within(1e-6f));
  }

  private static double projection(float[] update, float[] direction) {
    double dot = 0;
    for (int i = 0; i < update.length; i++) {
      dot += (double) update[i] * direction[i];
    }
    return dot;
  }

  private static ParameterSet set(long seed, double deviation) {
    Random random = new Random(seed);
    return new ParameterSet(
        List.of(
            new Parameter("matrix", new int[] {96, 64}, gaussian(random, MATRIX, deviation)),
            new Parameter("vector", new int[] {VECTOR}, gaussian(random, VECTOR, deviation))));
  }

  private static List<float[]> updates(int units, long seed) {
    List<float[]> updates = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      updates.add(gaussian(new Random(seed + unit), MATRIX + VECTOR, 0.01));
    }
    return updates;
  }

  private static float[] gaussian(Random random, int length, double deviation) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }
}
