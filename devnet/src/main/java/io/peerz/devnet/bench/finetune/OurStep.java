package io.peerz.devnet.bench.finetune;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LlamaLayout;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.train.AdamW;
import io.peerz.finetune.train.LoraTrainer;

/** The step as nodes take it. */
final class OurStep implements Contestant {
  private final LoraTrainer trainer;

  OurStep(TrainingShape shape) {
    BaseWeights base =
        new BaseWeights(shape.config(), LlamaLayout.stream(shape.config(), BASE_SEED));
    this.trainer =
        new LoraTrainer(
            base,
            TrainingShape.LORA,
            TrainingShape.LORA.initial(shape.config(), ADAPTER_SEED),
            AdamW.Settings.DEFAULT,
            shape.layersPerStage());
  }

  @Override
  public double step(Batch batch) {
    return trainer.step(batch, LEARNING_RATE);
  }
}
