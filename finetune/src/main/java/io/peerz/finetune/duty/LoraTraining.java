package io.peerz.finetune.duty;

import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.finetune.train.AdamW;
import io.peerz.finetune.train.LoraTrainer;
import io.peerz.finetune.train.ThreadedTrainer;
import io.peerz.proof.id.Digest;

/** Training of a base that this node holds, with PyTorch on the process's tensor thread. */
public final class LoraTraining implements LocalTraining {
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
    return UnitSteps.fit(manifest, baseModel, base.config());
  }

  /** Step by step, so that guests of this node's layers get their turns between them. */
  @Override
  public TrainedUnit train(UnitTask task) {
    LoraTrainer trainer = thread.compute(() -> trainer(task));
    return UnitSteps.take(task, base.config(), new ThreadedTrainer(trainer, thread));
  }

  private LoraTrainer trainer(UnitTask task) {
    return new LoraTrainer(
        base, task.recipe().lora(), task.start().copy(), AdamW.Settings.DEFAULT, layersPerStage);
  }
}
