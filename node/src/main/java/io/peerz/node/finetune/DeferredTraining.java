package io.peerz.node.finetune;

import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.TrainedUnit;
import io.peerz.finetune.duty.UnitTask;
import io.peerz.finetune.job.JobManifest;
import io.peerz.proof.id.Digest;
import java.util.function.Supplier;

/**
 * Loads PyTorch and the base when the first job for that base comes, so that a node that waits for
 * work costs no more than one that only serves. Called by one thread.
 */
final class DeferredTraining implements LocalTraining {
  private final Digest baseModel;
  private final Supplier<LocalTraining> loader;
  private LocalTraining loaded;

  DeferredTraining(Digest baseModel, Supplier<LocalTraining> loader) {
    this.baseModel = baseModel;
    this.loader = loader;
  }

  @Override
  public boolean canTrain(JobManifest manifest) {
    return manifest.baseModel().equals(baseModel) && loaded().canTrain(manifest);
  }

  @Override
  public TrainedUnit train(UnitTask task) {
    return loaded().train(task);
  }

  private LocalTraining loaded() {
    if (loaded == null) {
      loaded = loader.get();
    }
    return loaded;
  }
}
