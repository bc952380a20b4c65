package io.peerz.finetune.duty;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.train.StepTrainer;

/** A trainer whose last loss is remembered. */
final class WatchedTrainer implements StepTrainer {
  private final StepTrainer trainer;
  private double lastLoss = Double.NaN;

  WatchedTrainer(StepTrainer trainer) {
    this.trainer = trainer;
  }

  @Override
  public double step(Batch batch, double learningRate) {
    lastLoss = trainer.step(batch, learningRate);
    return lastLoss;
  }

  /** Nats per counted token, before the last step; not a number before the first. */
  double lastLoss() {
    return lastLoss;
  }

  @Override
  public ParameterSet adapter() {
    return trainer.adapter();
  }
}
