package io.peerz.node.finetune;

import io.peerz.finetune.duty.LocalTraining;
import io.peerz.finetune.duty.TrainedUnit;
import io.peerz.finetune.duty.UnitTask;
import io.peerz.finetune.job.JobManifest;

/**
 * A cheat for demonstrations and tests: does a fifth of the steps and hands in what that gives, as
 * if it were the whole unit.
 */
final class LazyTraining implements LocalTraining {
  private static final int ONE_STEP_IN = 5;

  private final LocalTraining honest;

  LazyTraining(LocalTraining honest) {
    this.honest = honest;
  }

  @Override
  public boolean canTrain(JobManifest manifest) {
    return honest.canTrain(manifest);
  }

  @Override
  public TrainedUnit train(UnitTask task) {
    int steps = Math.max(1, task.recipe().steps() / ONE_STEP_IN);
    return honest.train(
        new UnitTask(
            task.recipe().withSteps(steps),
            task.start(),
            task.examples(),
            task.dataShard(),
            task.round(),
            task.unit()));
  }
}
