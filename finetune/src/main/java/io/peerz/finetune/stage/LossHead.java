package io.peerz.finetune.stage;

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

  /** A chunk's scores fill at most 32 MiB, of which the graph holds a few copies. */
  private static final int CHUNK_SCORES = 8 << 20;

  private static final int LEAST_TOKENS = 64;
  private static final int MOST_TOKENS = 512;

  private final BaseWeights base;
  private final LlamaStage head;

  public LossHead(BaseWeights base) {
    this.base = base;
    this.head = LlamaStage.whole(base.config(), StageWeights.withoutAdapter(base.tensors()));
  }

  /** Loss and gradient of the last stage's output. */
  public Result backward(HiddenState hidden, Targets targets) {
    float[] gradient = new float[hidden.values().length];
    double loss = Torch.withGradient(() -> eachChunk(hidden, targets, gradient));
    return new Result(loss, hidden.with(gradient));
  }

  /** The loss alone. */
  public double loss(HiddenState hidden, Targets targets) {
    return Torch.withoutGradient(() -> eachChunk(hidden, targets, null));
  }

  private double eachChunk(HiddenState hidden, Targets targets, float[] gradient) {
    int positions = hidden.rows() * hidden.tokens();
    int step = Math.clamp(CHUNK_SCORES / base.config().vocabSize(), LEAST_TOKENS, MOST_TOKENS);
    double loss = 0;
    for (int from = 0; from < positions; from += step) {
      loss += chunk(hidden, targets, gradient, from, Math.min(positions, from + step));
    }
    return loss;
  }

  private double chunk(HiddenState hidden, Targets targets, float[] gradient, int from, int to) {
    LlamaConfig config = base.config();
    int dim = config.dim();
    try (Scope _ = new Scope()) {
      float[] part = Arrays.copyOfRange(hidden.values(), from * dim, to * dim);
      Tensor leaf = Tensor.of(part, to - from, dim);
      if (gradient != null) {
        leaf.requireGradient();
      }
      Tensor loss =
          NextTokenLoss.weighted(
              head.logits(leaf), targets.idTensor(from, to), targets.shareTensor(from, to));
      if (gradient != null) {
        loss.backward();
        System.arraycopy(leaf.gradient(), 0, gradient, from * dim, part.length);
      }
      return loss.toFloats()[0];
    }
  }
}
