package io.peerz.finetune.stage;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.LlamaStage;
import io.peerz.finetune.model.NextTokenLoss;
import io.peerz.finetune.model.StageWeights;
import io.peerz.finetune.tensor.Scope;
import io.peerz.finetune.tensor.Tensor;
import io.peerz.finetune.tensor.Torch;
import java.util.Arrays;

/**
 * The frozen head and the loss, in chunks of tokens: scores over a large vocabulary are the biggest
 * array of a training step, and no more of them exist at once than one chunk's.
 */
public final class LossHead {
  /** Loss in nats per counted token, and its gradient with respect to the hidden state. */
  public record Result(double loss, HiddenState gradient) {}

  private static final int CHUNK_TOKENS = 512;

  private final BaseWeights base;
  private final LlamaStage head;

  public LossHead(BaseWeights base) {
    this.base = base;
    this.head = LlamaStage.whole(base.config(), StageWeights.withoutAdapter(base.tensors()));
  }

  /** Loss and gradient of the last stage's output. */
  public Result backward(HiddenState hidden, Batch batch) {
    float[] gradient = new float[hidden.values().length];
    double loss = Torch.withGradient(() -> eachChunk(hidden, batch, gradient));
    return new Result(loss, hidden.with(gradient));
  }

  /** The loss alone. */
  public double loss(HiddenState hidden, Batch batch) {
    return Torch.withoutGradient(() -> eachChunk(hidden, batch, null));
  }

  private double eachChunk(HiddenState hidden, Batch batch, float[] gradient) {
    int positions = hidden.rows() * hidden.tokens();
    double loss = 0;
    for (int from = 0; from < positions; from += CHUNK_TOKENS) {
      loss += chunk(hidden, batch, gradient, from, Math.min(positions, from + CHUNK_TOKENS));
    }
    return loss;
  }

  private double chunk(HiddenState hidden, Batch batch, float[] gradient, int from, int to) {
    LlamaConfig config = base.config();
    int dim = config.dim();
    try (Scope _ = new Scope()) {
      float[] part = Arrays.copyOfRange(hidden.values(), from * dim, to * dim);
      Tensor leaf = Tensor.of(part, to - from, dim);
      if (gradient != null) {
        leaf.requireGradient();
      }
      Tensor targets = batch.targetTensor().slice(0, from, to);
      Tensor shares = batch.shareTensor().slice(0, from, to);
      Tensor loss = NextTokenLoss.weighted(head.logits(leaf), targets, shares);
      if (gradient != null) {
        loss.backward();
        System.arraycopy(leaf.gradient(), 0, gradient, from * dim, part.length);
      }
      return loss.toFloats()[0];
    }
  }
}
