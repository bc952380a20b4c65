package io.peerz.finetune.trial;

import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.update.UpdateEncoding;
import java.util.ArrayList;
import java.util.List;

/** The recipes and the workers of trials. */
final class TrialSettings {
  static final int HONEST = 3;
  private static final int STEPS = 40;

  /** All seven linear maps carry an adapter. */
  private static final int ALL_TARGETS = 0x7f;

  private TrialSettings() {}

  static Recipe recipe() {
    return recipe(STEPS, 128, 8);
  }

  /** Small enough to play dozens of jobs on a laptop. */
  static Recipe smallRecipe() {
    return recipe(8, 80, 3);
  }

  private static Recipe recipe(int steps, int tokens, int measuredSlices) {
    return new Recipe(
        8,
        16,
        ALL_TARGETS,
        steps,
        4,
        tokens,
        6e-3,
        3,
        MergeRule.MEAN,
        OuterNesterov.DEFAULT,
        UpdateEncoding.DENSE_INT8,
        1,
        16,
        measuredSlices);
  }

  /** Three honest workers and one that does a fifth of the steps. */
  static List<Worker> workers() {
    return honestAnd(List.of(new Worker("lazy", Conduct.LAZY)));
  }

  /** Three honest workers and more. */
  static List<Worker> honestAnd(List<Worker> others) {
    List<Worker> workers = new ArrayList<>();
    for (int i = 1; i <= HONEST; i++) {
      workers.add(new Worker("honest-" + i, Conduct.HONEST));
    }
    workers.addAll(others);
    return workers;
  }
}
