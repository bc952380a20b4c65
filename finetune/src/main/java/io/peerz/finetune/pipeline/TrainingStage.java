package io.peerz.finetune.pipeline;

import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.HiddenState;
import io.peerz.finetune.stage.StageInput;
import io.peerz.finetune.stage.Targets;

/**
 * A layer range in training, with its part of the adapter and that part's optimiser, on this
 * machine or on another. Every call names the step it belongs to, counted from zero: a stage
 * refuses work for a step that it is not at, so states of different steps never meet. Blocking; one
 * call at a time.
 */
public interface TrainingStage {
  int layerStart();

  /** Exclusive. */
  int layerEnd();

  /**
   * The hidden state after this range. A stage that has already taken {@code step} takes it back.
   */
  HiddenState forward(int step, StageInput input);

  /** Forward, loss and backward of the range that ends the model; its gradients are held. */
  StageLoss loss(int step, StageInput input, Targets targets);

  /** Backward of what the last {@link #forward} computed; its gradients are held. */
  StageBackward backward(int step, HiddenState outputGradient);

  /** Takes the step down the held gradients. Doing it twice does it once. */
  void apply(int step, float clip, double learningRate);

  /** This range's part of the adapter; refused unless exactly {@code steps} steps were taken. */
  ParameterSet adapter(int steps);
}
