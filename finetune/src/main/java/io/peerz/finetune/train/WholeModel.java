package io.peerz.finetune.train;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.LlamaStage;
import io.peerz.finetune.model.NextTokenLoss;
import io.peerz.finetune.model.StageWeights;
import io.peerz.finetune.model.Tensors;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.tensor.Scope;
import io.peerz.finetune.tensor.Tensor;
import io.peerz.finetune.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model that fits one machine, with all its weights in Java arrays: loss, gradients and greedy
 * choices.
 */
public final class WholeModel {

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

  public Gradients gradients(Batch batch) {
    return Torch.withGradient(
        () -> {
          try (Scope _ = new Scope()) {
            Map<String, Tensor> tensors = Tensors.of(weights);
            tensors.values().forEach(Tensor::requireGradient);
            Tensor loss = loss(tensors, batch);
            loss.backward();
            List<float[]> gradients = new ArrayList<>();
            tensors.values().forEach(tensor -> gradients.add(tensor.gradient()));
            return new Gradients(loss.toFloats()[0], gradients);
          }
        });
  }

  /** Mean loss in nats per counted token. */
  public double loss(Batch batch) {
    return Torch.withoutGradient(
        () -> {
          try (Scope _ = new Scope()) {
            return (double) loss(Tensors.of(weights), batch).toFloats()[0];
          }
        });
  }

  /** The likeliest next token after every position of every row, row-major. */
  public long[] choices(Batch batch) {
    return Torch.withoutGradient(
        () -> {
          try (Scope _ = new Scope()) {
            return logits(Tensors.of(weights), batch).argMax();
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
}
