package io.peerz.finetune.adapter;

import io.peerz.finetune.model.LoraConfig;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.ShardAdapter;
import java.util.Optional;

/** An adapter as the exact engine applies it beside a base. */
public final class ServedAdapter {
  private ServedAdapter() {}

  /** The layers {@code [layerStart, layerEnd)}; refuses an adapter that does not fit the base. */
  public static ShardAdapter of(
      LoraConfig lora, ParameterSet weights, ModelConfig base, int layerStart, int layerEnd) {
    return ShardAdapter.of(base, layerStart, layerEnd, lora.scale(), name -> matrix(weights, name));
  }

  private static Optional<Matrix> matrix(ParameterSet weights, String name) {
    if (!weights.contains(name)) {
      return Optional.empty();
    }
    Parameter parameter = weights.get(name);
    int[] shape = parameter.shape();
    return shape.length == 2
        ? Optional.of(Matrix.ofFloats(shape[0], shape[1], parameter.values()))
        : Optional.empty();
  }
}
