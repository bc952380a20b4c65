package io.peerz.inference.weights;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.ModelFamily.Trait;
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

  /** Weights of the norm behind the last layer. */
  Matrix finalNorm() {
    return norm(TensorPlan.FINAL_NORM);
  }

  private ShardWeights.Head head(Optional<Matrix> embedding) {
    Matrix norm = finalNorm();
    if (!config.tiedHead()) {
      return new ShardWeights.Head(norm, tensors.matrix(TensorPlan.HEAD));
    }
    return new ShardWeights.Head(
        norm, embedding.orElseGet(() -> tensors.matrix(TensorPlan.EMBEDDING)));
  }

  private LayerWeights layer(int layer) {
    boolean outputNorms = config.family().has(Trait.OUTPUT_NORMS);
    return new LayerWeights(
        norm(layer, "input_layernorm.weight"),
        projection(layer, Projection.QUERY),
        projection(layer, Projection.KEY),
        projection(layer, Projection.VALUE),
        matrix(layer, TensorPlan.OUTPUT),
        norm(
            layer,
            outputNorms ? "pre_feedforward_layernorm.weight" : "post_attention_layernorm.weight"),
        feedForward(layer),
        bias(layer),
        headNorm(layer),
        outputNorms
            ? Optional.of(
                new LayerWeights.OutputNorms(
                    norm(layer, "post_attention_layernorm.weight"),
                    norm(layer, "post_feedforward_layernorm.weight")))
            : Optional.empty());
  }

  /** A matrix of its own, or its rows of the fused one. */
  private Matrix projection(int layer, Projection projection) {
    if (!config.family().has(Trait.FUSED_PROJECTIONS)) {
      return matrix(layer, projection.tensor());
    }
    int query = config.queryWidth();
    int key = config.keyWidth();
    int inner = config.geometry().dFf();
    return switch (projection) {
      case QUERY -> rows(layer, TensorPlan.FUSED_QKV, 0, query);
      case KEY -> rows(layer, TensorPlan.FUSED_QKV, query, query + key);
      case VALUE -> rows(layer, TensorPlan.FUSED_QKV, query + key, query + 2 * key);
      case GATE -> rows(layer, TensorPlan.FUSED_GATE_UP, 0, inner);
      case UP -> rows(layer, TensorPlan.FUSED_GATE_UP, inner, 2 * inner);
      case OUTPUT, DOWN -> matrix(layer, projection.tensor());
    };
  }

  private FeedForward feedForward(int layer) {
    if (config.variations().experts().isEmpty()) {
      return new FeedForward.Dense(
          projection(layer, Projection.GATE),
          projection(layer, Projection.UP),
          projection(layer, Projection.DOWN));
    }
    ModelFamily family = config.family();
    List<FeedForward.Dense> experts = new ArrayList<>();
    for (int expert = 0; expert < config.variations().experts().get().count(); expert++) {
      experts.add(
          new FeedForward.Dense(
              matrix(layer, ExpertNames.gate(family, expert)),
              matrix(layer, ExpertNames.up(family, expert)),
              matrix(layer, ExpertNames.down(family, expert))));
    }
    return new FeedForward.Mixture(matrix(layer, ExpertNames.router(family)), experts);
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
            norm(layer, "self_attn.q_norm.weight"), norm(layer, "self_attn.k_norm.weight")));
  }

  private Matrix matrix(int layer, String suffix) {
    return tensors.matrix(TensorPlan.name(layer, suffix));
  }

  private Matrix rows(int layer, String suffix, int from, int to) {
    return tensors.rows(TensorPlan.name(layer, suffix), from, to);
  }

  private Matrix norm(int layer, String suffix) {
    return norm(TensorPlan.name(layer, suffix));
  }

  private Matrix norm(String name) {
    Matrix stored = tensors.vector(name);
    if (!config.family().has(Trait.NORM_PLUS_ONE)) {
      return stored;
    }
    float[] weights = stored.floats().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] += 1;
    }
    return Matrix.ofFloats(1, weights.length, weights);
  }

  private Matrix vector(int layer, String suffix) {
    return tensors.vector(TensorPlan.name(layer, suffix));
  }
}
