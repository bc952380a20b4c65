package io.peerz.finetune.train;

import io.peerz.finetune.data.UnitBatches;
import io.peerz.finetune.param.Layout;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/**
 * One unit of a round: a number of AdamW steps from the round's adapter over assigned batches. The
 * optimiser starts fresh, so that an auditor needs nothing but the round's inputs to train the unit
 * again.
 */
public final class LocalRound {
  private final LocalPlan plan;

  public LocalRound(LocalPlan plan) {
    this.plan = plan;
  }

  /**
   * What training moved, in the layout of {@code start}, which stays as it is.
   *
   * @param trainer begins at {@code start} with a fresh optimiser
   */
  public float[] update(ParameterSet start, StepTrainer trainer, UnitBatches batches) {
    for (int step = 0; step < plan.steps(); step++) {
      double loss = trainer.step(batches.next(), plan.learningRate(step));
      if (!Double.isFinite(loss)) {
        throw new PeerzException(
            ErrorCode.BAD_REQUEST,
            "the loss is not a number at step " + step + ": lower the learning rate");
      }
    }
    Layout layout = Layout.of(start);
    float[] moved = layout.flatten(trainer.adapter());
    float[] from = layout.flatten(start);
    for (int i = 0; i < moved.length; i++) {
      moved[i] -= from[i];
    }
    return moved;
  }
}
