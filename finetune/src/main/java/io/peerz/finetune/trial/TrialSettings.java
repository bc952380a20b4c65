package io.peerz.finetune.trial;

import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.update.UpdateEncoding;
import java.util.List;

/** The recipe and the workers of the demonstration. */
final class TrialSettings {
  private static final int STEPS = 40;

  /** All seven linear maps carry an adapter. */
  private static final int ALL_TARGETS = 0x7f;

  private TrialSettings() {}

  static Recipe recipe() {
    return new Recipe(
        8,
        16,
        ALL_TARGETS,
        STEPS,
        4,
        128,
        6e-3,
        3,
        MergeRule.MEAN,
        OuterNesterov.DEFAULT,
        UpdateEncoding.DENSE_INT8,
        1,
        16,
        8);
  }

  /** Three honest workers and one that does a fifth of the steps. */
  static List<Worker> workers() {
    return List.of(
        new Worker("honest-1", STEPS),
        new Worker("honest-2", STEPS),
        new Worker("honest-3", STEPS),
        new Worker("lazy", STEPS / 5));
  }
}
