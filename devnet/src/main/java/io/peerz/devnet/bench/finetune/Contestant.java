package io.peerz.devnet.bench.finetune;

import io.peerz.finetune.model.Batch;

/** One way to take a training step. Belongs to one thread. */
interface Contestant {
  double LEARNING_RATE = 1e-3;
  long BASE_SEED = 1;
  long ADAPTER_SEED = 2;

  /** One optimiser step; the loss before it, in nats per token. */
  double step(Batch batch);
}
