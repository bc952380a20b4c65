package io.peerz.finetune.trial;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.TrainedUnit;
import io.peerz.finetune.duty.UnitTask;
import io.peerz.finetune.job.JobManifest;
import io.peerz.proof.id.Digest;
import java.util.HashMap;
import java.util.Map;

/**
 * Training that does nothing twice: trials differ by one unit, so most of their work is the same.
 */
final class RememberedTraining implements LocalTraining {
  /** Everything that decides an update. */
  private record Key(Digest start, Digest recipe, Digest shard, int round, int unit, int examples) {
    static Key of(UnitTask task) {
      return new Key(
          AdapterState.initial(task.start()).root(),
          task.recipe().hash(),
          task.dataShard(),
          task.round(),
          task.unit(),
          task.examples().hashCode());
    }
  }

  private final LocalTraining training;
  private final Map<Key, float[]> known = new HashMap<>();

  RememberedTraining(LocalTraining training) {
    this.training = training;
  }

  @Override
  public boolean canTrain(JobManifest manifest) {
    return training.canTrain(manifest);
  }

  @Override
  public TrainedUnit train(UnitTask task) {
    float[] update =
        known.computeIfAbsent(Key.of(task), _ -> training.train(task).update()).clone();
    return new TrainedUnit(update, Digest.ZERO);
  }
}
