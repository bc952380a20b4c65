package io.peerz.finetune.train;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.stage.LayerStack;
import io.peerz.finetune.stage.LossGradients;
import io.peerz.finetune.stage.Targets;
import io.peerz.finetune.stage.TokenIds;
import java.util.List;
import java.util.Map;

/**
 * Local steps on an adapter around a base that this machine holds: forward through every stage,
 * loss, backward through every stage again, AdamW. How the layers are cut into stages changes
 * memory, not one bit of the result. Use it from one thread.
 */
public final class LoraTrainer implements StepTrainer {
  private final LayerStack layers;
  private final ParameterSet adapter;
  private final AdamW optimizer;

  /**
   * Starts an optimiser over {@code adapter}, which is stepped in place.
   *
   * @param layersPerStage how many layers one stage recomputes at a time; fewer need less memory
   */
  public LoraTrainer(
      BaseWeights base,
      LoraConfig lora,
      ParameterSet adapter,
      AdamW.Settings settings,
      int layersPerStage) {
    this.layers = new LayerStack(base, lora, 0, base.config().layers(), layersPerStage);
    this.adapter = adapter;
    this.optimizer = new AdamW(settings, adapter);
  }

  @Override
  public ParameterSet adapter() {
    return adapter;
  }

  @Override
  public double step(Batch batch, double learningRate) {
    Gradients gradients = gradients(batch);
    optimizer.step(gradients.parameters(), learningRate);
    return gradients.loss();
  }

  /** Loss in nats per counted token. */
  public double loss(Batch batch) {
    return layers.lossOnly(adapter, TokenIds.of(batch), Targets.of(batch));
  }

  /** Loss and gradients in the adapter's order. */
  Gradients gradients(Batch batch) {
    LossGradients result = layers.loss(adapter, TokenIds.of(batch), Targets.of(batch));
    Map<String, float[]> byName = result.gradients().adapter();
    List<float[]> inOrder = adapter.all().stream().map(p -> byName.get(p.name())).toList();
    return new Gradients(result.loss(), inOrder);
  }
}
