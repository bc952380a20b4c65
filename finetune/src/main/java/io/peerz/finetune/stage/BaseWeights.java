package io.peerz.finetune.stage;

import io.peerz.finetune.model.LlamaCheckpoint;
import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.model.Tensors;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.tensor.Tensor;
import io.peerz.finetune.tensor.Torch;
import io.peerz.inference.weights.ShardWeights;
import java.util.Map;

/**
 * The frozen base of a stage in the engine's memory, shared by all adapters. Make it outside any
 * scope; close it last.
 */
public final class BaseWeights implements AutoCloseable {
  private final LlamaConfig config;
  private final Map<String, Tensor> tensors;

  public BaseWeights(LlamaConfig config, ParameterSet weights) {
    Torch.start();
    this.config = config;
    this.tensors = Tensors.of(weights);
  }

  /** The base of a layer range that inference has loaded. */
  public static BaseWeights of(ShardWeights shard) {
    return new BaseWeights(
        LlamaCheckpoint.config(shard.config()), LlamaCheckpoint.parameters(shard));
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
