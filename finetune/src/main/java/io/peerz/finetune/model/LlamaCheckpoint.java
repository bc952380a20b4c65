package io.peerz.finetune.model;

import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.LayerWeights;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What inference has loaded of a Llama, as parameters to train around: the checkpoint is read by
 * one code only.
 */
public final class LlamaCheckpoint {
  private LlamaCheckpoint() {}

  /**
   * The geometry; refuses families with biases or head norms and scaled positions, which training
   * does not compute.
   */
  public static LlamaConfig config(ModelConfig config) {
    Require.that(
        config.isPlainLlama(),
        ErrorCode.BAD_CHECKPOINT,
        "only plain Llama models can be fine-tuned: no biases, no head norms, no scaled positions,"
            + " no windows, no experts");
    Geometry g = config.geometry();
    return new LlamaConfig(
        g.vocab(),
        g.dModel(),
        g.layers(),
        g.heads(),
        g.kvHeads(),
        g.headDim(),
        g.dFf(),
        config.ropeTheta(),
        config.rmsNormEps(),
        config.maxPositions(),
        config.tiedHead());
  }

  /** All matrices of a layer range under HuggingFace's names, widened to float32. */
  public static ParameterSet parameters(ShardWeights shard) {
    return new ParameterSet(stream(shard).toList());
  }

  /** As {@link #parameters}, each made when it is asked for: a large base never exists twice. */
  public static Stream<Parameter> stream(ShardWeights shard) {
    List<Supplier<Parameter>> all = new ArrayList<>();
    shard.embedding().ifPresent(table -> all.add(() -> matrix(LlamaNames.EMBEDDING, table)));
    for (int i = 0; i < shard.layers().size(); i++) {
      addLayer(all, shard.layers().get(i), shard.layerStart() + i);
    }
    shard.head().ifPresent(head -> addHead(all, shard, head));
    return all.stream().map(Supplier::get);
  }

  private static void addLayer(List<Supplier<Parameter>> all, LayerWeights w, int layer) {
    String attention = LlamaNames.inLayer(layer, "input_layernorm");
    String feedForward = LlamaNames.inLayer(layer, "post_attention_layernorm");
    all.add(() -> vector(attention, w.attentionNorm()));
    all.add(() -> vector(feedForward, w.feedForwardNorm()));
    List<Matrix> maps =
        List.of(w.query(), w.key(), w.value(), w.output(), w.gate(), w.up(), w.down());
    for (int map = 0; map < maps.size(); map++) {
      String module = LlamaNames.inLayer(layer, LlamaNames.LINEAR_MAPS.get(map));
      Matrix values = maps.get(map);
      all.add(() -> matrix(module, values));
    }
  }

  /** A tied head is the embedding again: a stage without the embedding needs it under that name. */
  private static void addHead(
      List<Supplier<Parameter>> all, ShardWeights shard, ShardWeights.Head head) {
    all.add(() -> vector(LlamaNames.FINAL_NORM, head.norm()));
    if (!shard.config().tiedHead()) {
      all.add(() -> matrix(LlamaNames.HEAD, head.matrix()));
    } else if (shard.embedding().isEmpty()) {
      all.add(() -> matrix(LlamaNames.EMBEDDING, head.matrix()));
    }
  }

  private static Parameter matrix(String module, Matrix matrix) {
    int[] shape = {matrix.rows(), matrix.cols()};
    return new Parameter(module + LlamaNames.WEIGHT, shape, values(matrix));
  }

  private static Parameter vector(String module, Matrix row) {
    return new Parameter(module + LlamaNames.WEIGHT, new int[] {row.cols()}, values(row));
  }

  private static float[] values(Matrix matrix) {
    float[] values = new float[matrix.rows() * matrix.cols()];
    for (int row = 0; row < matrix.rows(); row++) {
      matrix.copyRow(row, values, row * matrix.cols());
    }
    return values;
  }
}
