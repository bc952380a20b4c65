package io.peerz.finetune.train;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.param.ParameterSet;

/** An adapter in training, on this machine alone or with the layers of others. */
public interface StepTrainer {
  /** One optimiser step; the loss, in nats per counted token, is that before it. */
  double step(Batch batch, double learningRate);

  /** The adapter as the last step left it, in the layout that it started with. */
  ParameterSet adapter();
}
