package io.peerz.finetune.stage;

import io.peerz.finetune.model.LlamaCheckpoint;
import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.Tensors;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.tensor.Tensor;
import io.peerz.finetune.tensor.Torch;
import io.peerz.inference.weights.ShardWeights;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The frozen base of a stage in the engine's memory, shared by all adapters. Make it outside any
 * scope; close it last.
 */
public final class BaseWeights implements AutoCloseable {
  private final LlamaConfig config;
  private final Map<String, Tensor> tensors;

  /** Copies what {@code weights} gives, one after the other. */
  public BaseWeights(LlamaConfig config, Stream<Parameter> weights) {
    Torch.start();
    this.config = config;
    this.tensors = new HashMap<>();
    weights.forEach(parameter -> tensors.put(parameter.name(), Tensors.of(parameter)));
  }

  public BaseWeights(LlamaConfig config, ParameterSet weights) {
    this(config, weights.all().stream());
  }

  /** The base of a layer range that inference has loaded. */
  public static BaseWeights of(ShardWeights shard) {
    return new BaseWeights(LlamaCheckpoint.config(shard.config()), LlamaCheckpoint.stream(shard));
  }

  public LlamaConfig config() {
    return config;
  }

  Map<String, Tensor> tensors() {
    return tensors;
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
  }
}
