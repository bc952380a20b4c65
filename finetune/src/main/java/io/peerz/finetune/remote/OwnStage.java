package io.peerz.finetune.remote;

import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.pipeline.HeldStage;
import io.peerz.finetune.pipeline.StageBackward;
import io.peerz.finetune.pipeline.StageLoss;
import io.peerz.finetune.pipeline.TrainingStage;
import io.peerz.finetune.stage.HiddenState;
import io.peerz.finetune.stage.StageInput;
import io.peerz.finetune.stage.Targets;

/** Layers of this process as a stage; nothing travels, each call waits for the tensor thread. */
final class OwnStage implements TrainingStage {
  private final LentLayers layers;
  private final HeldStage stage;

  private OwnStage(LentLayers layers, HeldStage stage) {
    this.layers = layers;
    this.stage = stage;
  }

  /** {@code start} stays as it is. */
  static OwnStage open(LentLayers layers, StageTerms terms, ParameterSet start) {
    return new OwnStage(layers, layers.open(terms, start.copy()));
  }

  @Override
  public int layerStart() {
    return stage.layerStart();
  }

  @Override
  public int layerEnd() {
    return stage.layerEnd();
  }

  @Override
  public HiddenState forward(int step, StageInput input) {
    return layers.compute(() -> stage.forward(step, input));
  }

  @Override
  public StageLoss loss(int step, StageInput input, Targets targets) {
    return layers.compute(() -> stage.loss(step, input, targets));
  }

  @Override
  public StageBackward backward(int step, HiddenState outputGradient) {
    return layers.compute(() -> stage.backward(step, outputGradient));
  }

  @Override
  public void apply(int step, float clip, double learningRate) {
    layers.compute(
        () -> {
          stage.apply(step, clip, learningRate);
          return true;
        });
  }

  @Override
  public ParameterSet adapter(int steps) {
    return layers.compute(() -> stage.adapter(steps));
  }
}
