package io.peerz.node.finetune;

import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.TrainedUnit;
import io.peerz.finetune.duty.UnitTask;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.param.Layout;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads PyTorch and the base when the first job for that base comes, so that a node that waits for
 * work costs no more than one that only serves. Called by one thread.
 */
final class DeferredTraining implements LocalTraining {
  private static final Logger LOG = LoggerFactory.getLogger(DeferredTraining.class);

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

  /**
   * A recipe whose loss is not a number any more costs its submitter the round, not the node its
   * bond: the unit is handed in and moves nothing, which whoever repeats it finds too.
   */
  @Override
  public TrainedUnit train(UnitTask task) {
    try {
      return loaded().train(task);
    } catch (PeerzException e) {
      if (e.code() != ErrorCode.BAD_REQUEST) {
        throw e;
      }
      LOG.warn("unit {} of round {} moves nothing: {}", task.unit(), task.round(), e.getMessage());
      return new TrainedUnit(new float[Layout.of(task.start()).elements()], Digest.ZERO);
    }
  }

  private LocalTraining loaded() {
    if (loaded == null) {
      loaded = loader.get();
    }
    return loaded;
  }
}
