package io.peerz.devnet.tuning;

import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.TrainedUnit;
import io.peerz.finetune.duty.UnitTask;
import io.peerz.finetune.job.JobManifest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one honest node trained, for those who would copy it once it is revealed. */
final class LastUpdate {
  private final Map<Integer, float[]> byRound = new HashMap<>();

  /** The same training, remembered; a new job begins at round 0 again. */
  LocalTraining of(LocalTraining training) {
    return new LocalTraining() {
      @Override
      public boolean canTrain(JobManifest manifest) {
        return training.canTrain(manifest);
      }

      @Override
      public TrainedUnit train(UnitTask task) {
        TrainedUnit trained = training.train(task);
        byRound.put(task.round(), trained.update().clone());
        return trained;
      }
    };
  }

  Optional<float[]> before(int round) {
    return Optional.ofNullable(byRound.get(round - 1)).map(float[]::clone);
  }
}
