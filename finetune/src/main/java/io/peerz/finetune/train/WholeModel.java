package io.peerz.finetune.train;

import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.LlamaStage;
import io.peerz.finetune.model.NextTokenLoss;
import io.peerz.finetune.model.StageWeights;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.tensor.Scope;
import io.peerz.finetune.tensor.Tensor;
import io.peerz.finetune.tensor.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that fits one machine, with all its weights in Java arrays: loss, gradients and greedy
 * choices.
 */
public final class WholeModel {
  /** Loss of a batch and its gradient, in the order of the parameters. */
  public record LossAndGradients(double loss, List<float[]> gradients) {}

  private final LlamaConfig config;
  private final ParameterSet weights;

  public WholeModel(LlamaConfig config, ParameterSet weights) {
    this.config = config;
    this.weights = weights;
  }

  public LlamaConfig config() {
    return config;
  }

  public ParameterSet weights() {
    return weights;
  }

  public LossAndGradients lossAndGradients(Batch batch) {
    return Torch.withGradient(
        () -> {
          try (Scope _ = new Scope()) {
            Map<String, Tensor> tensors = tensors();
            tensors.values().forEach(Tensor::requireGradient);
            Tensor loss = loss(tensors, batch);
            loss.backward();
            List<float[]> gradients = new ArrayList<>();
            tensors.values().forEach(tensor -> gradients.add(tensor.gradient()));
            return new LossAndGradients(loss.toFloats()[0], gradients);
          }
        });
  }

  /** Mean loss in nats per counted token. */
  public double loss(Batch batch) {
    return Torch.withoutGradient(
        () -> {
          try (Scope _ = new Scope()) {
            return (double) loss(tensors(), batch).toFloats()[0];
          }
        });
  }

  /** The likeliest next token after every position of every row, row-major. */
  public long[] choices(Batch batch) {
    return Torch.withoutGradient(
        () -> {
          try (Scope _ = new Scope()) {
            return logits(tensors(), batch).argMax();
          }
        });
  }

  private Tensor loss(Map<String, Tensor> tensors, Batch batch) {
    return NextTokenLoss.weighted(
        logits(tensors, batch), batch.targetTensor(), batch.shareTensor());
  }

  private Tensor logits(Map<String, Tensor> tensors, Batch batch) {
    LlamaStage stage = LlamaStage.whole(config, StageWeights.withoutAdapter(tensors));
    Tensor logits = stage.logits(stage.blocks(stage.embed(batch.inputTensor())));
    return logits.reshape((long) batch.rows() * batch.tokens(), config.vocabSize());
  }

  private Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : weights.all()) {
      tensors.put(parameter.name(), Tensors.of(parameter));
    }
    return tensors;
  }
}
