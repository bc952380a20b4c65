package io.peerz.finetune.evaluate;

import io.peerz.finetune.model.LlamaNames;
import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.inference.weights.LayerWeights;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.ShardWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A base with an adapter folded in: W + scale · B A, each element summed over the rank in double
 * and rounded once to float32. The order is fixed, so the merged weights have the same bits on
 * every node.
 */
final class MergedWeights {
  private final ShardWeights base;
  private final LoraConfig lora;
  private final ParameterSet adapter;

  private MergedWeights(ShardWeights base, LoraConfig lora, ParameterSet adapter) {
    this.base = base;
    this.lora = lora;
    this.adapter = adapter;
  }

  static ShardWeights of(ShardWeights base, LoraConfig lora, ParameterSet adapter) {
    return new MergedWeights(base, lora, adapter).merged();
  }

  private ShardWeights merged() {
    List<LayerWeights> layers = new ArrayList<>();
    for (int i = 0; i < base.layers().size(); i++) {
      layers.add(layer(base.layers().get(i), base.layerStart() + i));
    }
    return new ShardWeights(
        base.config(), base.layerStart(), base.layerEnd(), base.embedding(), layers, base.head());
  }

  private LayerWeights layer(LayerWeights w, int layer) {
    return new LayerWeights(
        w.attentionNorm(),
        matrix(w.query(), layer, "self_attn.q_proj"),
        matrix(w.key(), layer, "self_attn.k_proj"),
        matrix(w.value(), layer, "self_attn.v_proj"),
        matrix(w.output(), layer, "self_attn.o_proj"),
        w.feedForwardNorm(),
        matrix(w.gate(), layer, "mlp.gate_proj"),
        matrix(w.up(), layer, "mlp.up_proj"),
        matrix(w.down(), layer, "mlp.down_proj"),
        w.bias(),
        w.headNorm());
  }

  private Matrix matrix(Matrix weight, int layer, String part) {
    String module = LlamaNames.inLayer(layer, part);
    if (!adapter.contains(LoraConfig.nameOfA(module))) {
      return weight;
    }
    Parameter a = adapter.get(LoraConfig.nameOfA(module));
    Parameter b = adapter.get(LoraConfig.nameOfB(module));
    int rows = weight.rows();
    int cols = weight.cols();
    float[] merged = new float[rows * cols];
    double[] bend = new double[cols];
    for (int row = 0; row < rows; row++) {
      bendRow(a.values(), b.values(), row, bend);
      for (int col = 0; col < cols; col++) {
        merged[row * cols + col] = (float) (weight.get(row, col) + lora.scale() * bend[col]);
      }
    }
    return Matrix.ofFloats(rows, cols, merged);
  }

  /** Row {@code row} of B A. */
  private void bendRow(float[] a, float[] b, int row, double[] bend) {
    Arrays.fill(bend, 0);
    for (int k = 0; k < lora.rank(); k++) {
      double factor = b[row * lora.rank() + k];
      for (int col = 0; col < bend.length; col++) {
        bend[col] += factor * a[k * bend.length + col];
      }
    }
  }
}
