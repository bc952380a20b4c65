package io.peerz.finetune.stage;

import io.peerz.finetune.model.LlamaStage;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.model.StageWeights;
import io.peerz.finetune.model.Tensors;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.tensor.Scope;
import io.peerz.finetune.tensor.Tensor;
import io.peerz.finetune.tensor.Torch;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Trains the adapter of the layers {@code [layerStart, layerEnd)}. Between forward and backward a
 * stage keeps nothing but the hidden state it was given: backward runs the layers again and applies
 * the vector–Jacobian product.
 */
public final class StageTrainer {
  private final BaseWeights base;
  private final LoraConfig lora;
  private final int layerStart;
  private final int layerEnd;

  public StageTrainer(BaseWeights base, LoraConfig lora, int layerStart, int layerEnd) {
    this.base = base;
    this.lora = lora;
    this.layerStart = layerStart;
    this.layerEnd = layerEnd;
  }

  /** The hidden state before the first block; for the stage that starts at layer 0. */
  public HiddenState embed(TokenIds ids) {
    return Torch.withoutGradient(
        () -> {
          try (Scope _ = new Scope()) {
            return HiddenState.of(stage(Map.of()).embed(ids.tensor()));
          }
        });
  }

  /**
   * The hidden state after this stage.
   *
   * @param adapter the whole adapter or this stage's part of it
   */
  public HiddenState forward(ParameterSet adapter, HiddenState input) {
    return Torch.withoutGradient(
        () -> {
          try (Scope _ = new Scope()) {
            return HiddenState.of(stage(Tensors.of(own(adapter))).blocks(input.tensor()));
          }
        });
  }

  /**
   * The gradients of the input and of this stage's part of the adapter.
   *
   * @param input what {@link #forward} was given
   * @param outputGradient gradient of the loss with respect to what forward returned
   */
  public StageGradients backward(
      ParameterSet adapter, HiddenState input, HiddenState outputGradient) {
    return through(adapter, input, _ -> outputGradient);
  }

  /**
   * Forward and backward over one graph, for the stage whose output is followed by the loss: it has
   * nothing to compute again.
   *
   * @param gradientOf the gradient of the loss with respect to the output
   */
  public StageGradients through(
      ParameterSet adapter, HiddenState input, UnaryOperator<HiddenState> gradientOf) {
    return Torch.withGradient(
        () -> {
          try (Scope _ = new Scope()) {
            Map<String, Tensor> leaves = Tensors.of(own(adapter));
            leaves.values().forEach(Tensor::requireGradient);
            Tensor hidden = input.tensor().requireGradient();
            Tensor output = stage(leaves).blocks(hidden);
            output.backward(gradientOf.apply(HiddenState.of(output)).tensor());
            Map<String, float[]> gradients = new HashMap<>();
            leaves.forEach((name, leaf) -> gradients.put(name, leaf.gradient()));
            return new StageGradients(input.with(hidden.gradient()), gradients);
          }
        });
  }

  private LlamaStage stage(Map<String, Tensor> adapter) {
    StageWeights weights = new StageWeights(base.tensors(), adapter, lora.scale());
    return new LlamaStage(base.config(), layerStart, layerEnd, weights);
  }

  private ParameterSet own(ParameterSet adapter) {
    return LoraConfig.layersOf(adapter, layerStart, layerEnd);
  }
}
