package io.peerz.finetune.train;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.stage.HiddenState;
import io.peerz.finetune.stage.LossHead;
import io.peerz.finetune.stage.StageGradients;
import io.peerz.finetune.stage.StageTrainer;
import java.util.ArrayList;
import java.util.List;

/**
 * A node's local steps on an adapter: forward through every stage, loss, backward through every
 * stage again, AdamW. How the layers are cut into stages changes memory, not one bit of the result.
 * Use it from one thread.
 */
public final class LoraTrainer {
  private final List<StageTrainer> stages = new ArrayList<>();
  private final LossHead head;
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
    int layers = base.config().layers();
    for (int start = 0; start < layers; start += layersPerStage) {
      stages.add(new StageTrainer(base, lora, start, Math.min(layers, start + layersPerStage)));
    }
    this.head = new LossHead(base);
    this.adapter = adapter;
    this.optimizer = new AdamW(settings, adapter);
  }

  public ParameterSet adapter() {
    return adapter;
  }

  /** One optimiser step; the loss is that before it. */
  public double step(Batch batch, double learningRate) {
    Gradients gradients = gradients(batch);
    optimizer.step(gradients.parameters(), learningRate);
    return gradients.loss();
  }

  /** Loss in nats per counted token. */
  public double loss(Batch batch) {
    return head.loss(inputsOf(batch).getLast(), batch);
  }

  /** Loss and gradients in the adapter's order. */
  Gradients gradients(Batch batch) {
    List<HiddenState> inputs = inputsOf(batch);
    LossHead.Result top = head.backward(inputs.getLast(), batch);
    HiddenState gradient = top.gradient();
    List<float[]> ofAdapter = new ArrayList<>();
    for (int stage = stages.size() - 1; stage >= 0; stage--) {
      StageGradients own = stages.get(stage).backward(adapter, inputs.get(stage), gradient);
      gradient = own.input();
      ofAdapter.addAll(0, own.adapter());
    }
    return new Gradients(top.loss(), ofAdapter);
  }

  /** Each stage's input and, last, the output of the last stage. */
  private List<HiddenState> inputsOf(Batch batch) {
    List<HiddenState> states = new ArrayList<>();
    states.add(stages.getFirst().embed(batch));
    for (StageTrainer stage : stages) {
      states.add(stage.forward(adapter, states.getLast()));
    }
    return states;
  }
}
