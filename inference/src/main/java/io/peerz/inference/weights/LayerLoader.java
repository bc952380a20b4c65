package io.peerz.inference.weights;

import io.peerz.inference.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes the tensors of a layer range and reads no others. */
final class LayerLoader {
  private final MappedTensors tensors;
  private final ModelConfig config;

  LayerLoader(MappedTensors tensors, ModelConfig config) {
    this.tensors = tensors;
    this.config = config;
  }

  ShardWeights load(int layerStart, int layerEnd) {
    boolean first = layerStart == 0;
    boolean last = layerEnd == config.geometry().layers();
    Optional<Matrix> embedding =
        first ? Optional.of(tensors.matrix(TensorPlan.EMBEDDING)) : Optional.empty();
    List<LayerWeights> layers = new ArrayList<>();
    for (int layer = layerStart; layer < layerEnd; layer++) {
      layers.add(layer(layer));
    }
    Optional<ShardWeights.Head> head = last ? Optional.of(head(embedding)) : Optional.empty();
    return new ShardWeights(config, layerStart, layerEnd, embedding, layers, head);
  }

  private ShardWeights.Head head(Optional<Matrix> embedding) {
    Matrix norm = tensors.vector(TensorPlan.FINAL_NORM);
    if (!config.tiedHead()) {
      return new ShardWeights.Head(norm, tensors.matrix(TensorPlan.HEAD));
    }
    return new ShardWeights.Head(
        norm, embedding.orElseGet(() -> tensors.matrix(TensorPlan.EMBEDDING)));
  }

  private LayerWeights layer(int layer) {
    return new LayerWeights(
        vector(layer, "input_layernorm.weight"),
        matrix(layer, "self_attn.q_proj.weight"),
        matrix(layer, "self_attn.k_proj.weight"),
        matrix(layer, "self_attn.v_proj.weight"),
        matrix(layer, "self_attn.o_proj.weight"),
        vector(layer, "post_attention_layernorm.weight"),
        matrix(layer, "mlp.gate_proj.weight"),
        matrix(layer, "mlp.up_proj.weight"),
        matrix(layer, "mlp.down_proj.weight"),
        bias(layer),
        headNorm(layer));
  }

  private Optional<LayerWeights.QkvBias> bias(int layer) {
    if (!config.family().qkvBias()) {
      return Optional.empty();
    }
    return Optional.of(
        new LayerWeights.QkvBias(
            vector(layer, "self_attn.q_proj.bias"),
            vector(layer, "self_attn.k_proj.bias"),
            vector(layer, "self_attn.v_proj.bias")));
  }

  private Optional<LayerWeights.HeadNorm> headNorm(int layer) {
    if (!config.family().qkNorm()) {
      return Optional.empty();
    }
    return Optional.of(
        new LayerWeights.HeadNorm(
            vector(layer, "self_attn.q_norm.weight"), vector(layer, "self_attn.k_norm.weight")));
  }

  private Matrix matrix(int layer, String suffix) {
    return tensors.matrix(TensorPlan.name(layer, suffix));
  }

  private Matrix vector(int layer, String suffix) {
    return tensors.vector(TensorPlan.name(layer, suffix));
  }
}
