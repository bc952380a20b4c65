package io.peerz.finetune.duty;

import io.peerz.finetune.job.JobManifest;

/** A node's way to train; a test trains by a formula. Blocks for as long as training takes. */
public interface LocalTraining {
  /** Whether this node has the job's base and can follow its recipe. */
  boolean canTrain(JobManifest manifest);

  TrainedUnit train(UnitTask task);
}
