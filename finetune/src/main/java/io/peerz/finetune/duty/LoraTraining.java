package io.peerz.finetune.duty;

import io.peerz.finetune.data.UnitBatches;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.finetune.train.AdamW;
import io.peerz.finetune.train.LocalPlan;
import io.peerz.finetune.train.LocalRound;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * Real training with PyTorch on the process's tensor thread. The optimiser starts fresh in every
 * unit, so an auditor needs nothing but the round's inputs to train it again.
 */
public final class LoraTraining implements LocalTraining {
  private static final int ALL_TARGETS = 0x7f;
  private static final int FLOATS_PER_ROW = 4096;

  private final Digest baseModel;
  private final BaseWeights base;
  private final TensorThread thread;
  private final int layersPerStage;

  /**
   * Trains adapters of one base.
   *
   * @param layersPerStage layers recomputed at a time; changes memory only
   */
  public LoraTraining(Digest baseModel, BaseWeights base, TensorThread thread, int layersPerStage) {
    this.baseModel = baseModel;
    this.base = base;
    this.thread = thread;
    this.layersPerStage = layersPerStage;
  }

  @Override
  public boolean canTrain(JobManifest manifest) {
    return manifest.baseModel().equals(baseModel)
        && manifest.recipe().targets() == ALL_TARGETS
        && manifest.recipe().seqLen() <= base.config().maxPositions();
  }

  @Override
  public TrainedUnit train(UnitTask task) {
    try {
      float[] update = thread.call(() -> update(task));
      return new TrainedUnit(update, traceRoot(update));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while training", e);
    }
  }

  private float[] update(UnitTask task) {
    Recipe recipe = task.recipe();
    LocalPlan plan =
        new LocalPlan(
            recipe.steps(),
            recipe.learningRate(),
            recipe.warmupSteps(),
            AdamW.Settings.DEFAULT,
            layersPerStage);
    UnitBatches batches =
        new UnitBatches(
            task.examples(),
            task.dataShard(),
            task.round(),
            task.unit(),
            recipe.rows(),
            recipe.seqLen());
    return new LocalRound(base, recipe.lora(), plan).update(task.start(), batches);
  }

  /** Commits to the update before it was encoded, which a second training must reproduce. */
  private static Digest traceRoot(float[] update) {
    List<byte[]> rows = new ArrayList<>();
    for (int from = 0; from < update.length; from += FLOATS_PER_ROW) {
      rows.add(RowTree.rowOf(update, from, Math.min(FLOATS_PER_ROW, update.length - from)));
    }
    return RowTree.rootOf(rows);
  }
}
