package io.peerz.finetune.round;

import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.data.UnitBatches;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.train.LocalRound;
import io.peerz.finetune.update.ErrorFeedback;
import io.peerz.finetune.update.UpdateCodec;
import java.util.List;

/**
 * A worker's part of a round: train the assigned unit and encode what it moved. Runs on the tensor
 * thread.
 */
public final class UnitTrainer {
  private final BaseWeights base;
  private final List<TokenizedExample> examples;

  /** Trains on {@code examples}, the whole training part of the job, around a frozen base. */
  public UnitTrainer(BaseWeights base, List<TokenizedExample> examples) {
    this.base = base;
    this.examples = List.copyOf(examples);
  }

  /**
   * The blob to commit to and reveal.
   *
   * @param feedback this node's own for the job; what the blob leaves out stays in it
   */
  public byte[] train(RoundInputs inputs, int unit, ErrorFeedback feedback) {
    JobRecipe recipe = inputs.recipe();
    UnitBatches batches =
        new UnitBatches(
            examples, inputs.seed(), inputs.round(), unit, recipe.rows(), recipe.tokens());
    float[] update =
        new LocalRound(base, recipe.lora(), recipe.plan())
            .update(inputs.state().adapter(), batches);
    float[] compensated = feedback.compensate(update);
    byte[] blob = UpdateCodec.encode(inputs.header(), compensated);
    feedback.remember(
        compensated, UpdateCodec.decode(blob, inputs.header(), inputs.state().layout()));
    return blob;
  }
}
