package io.peerz.finetune.train;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.tensor.TensorThread;

/** A trainer of this process, each of whose steps waits its turn on the tensor thread. */
public final class ThreadedTrainer implements StepTrainer {
  private final StepTrainer trainer;
  private final TensorThread thread;

  public ThreadedTrainer(StepTrainer trainer, TensorThread thread) {
    this.trainer = trainer;
    this.thread = thread;
  }

  @Override
  public double step(Batch batch, double learningRate) {
    return thread.compute(() -> trainer.step(batch, learningRate));
  }

  @Override
  public ParameterSet adapter() {
    return trainer.adapter();
  }
}
