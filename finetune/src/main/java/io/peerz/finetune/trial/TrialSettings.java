package io.peerz.finetune.trial;

import io.peerz.finetune.aggregate.MergeRule;
import io.peerz.finetune.aggregate.OuterNesterov;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.update.UpdateEncoding;
import java.util.List;

/**
 * What a trial runs with.
 *
 * @param lora the adapter
 * @param rows rows of a training batch
 * @param tokens length of a row
 * @param learningRate of the local steps
 * @param encoding of the updates
 * @param rule of the merge
 * @param outer the outer step
 * @param workers who takes part
 */
record TrialSettings(
    LoraConfig lora,
    int rows,
    int tokens,
    double learningRate,
    UpdateEncoding encoding,
    MergeRule rule,
    OuterNesterov outer,
    List<Worker> workers) {

  /** Three honest workers and one that does a fifth of the steps. */
  static TrialSettings standard() {
    return new TrialSettings(
        new LoraConfig(8, 16),
        8,
        128,
        3e-3,
        UpdateEncoding.DENSE_INT8,
        MergeRule.MEAN,
        OuterNesterov.DEFAULT,
        List.of(
            new Worker("honest-1", 20),
            new Worker("honest-2", 20),
            new Worker("honest-3", 20),
            new Worker("lazy", 4)));
  }
}
