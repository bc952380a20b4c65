package io.peerz.finetune.pipeline;

import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.stage.BaseWeights;

/** What a node with a part of a model has of its weights, and nothing else. */
public final class ModelParts {
  private ModelParts() {}

  public static BaseWeights base(
      LlamaConfig config, ParameterSet whole, int layerStart, int layerEnd) {
    return new BaseWeights(
        config, whole.all().stream().filter(p -> belongs(config, p, layerStart, layerEnd)));
  }

  private static boolean belongs(LlamaConfig config, Parameter p, int layerStart, int layerEnd) {
    String[] parts = p.name().split("\\.", -1);
    if (parts[1].equals("layers")) {
      int layer = Integer.parseInt(parts[2]);
      return layer >= layerStart && layer < layerEnd;
    }
    return parts[1].equals("embed_tokens")
        ? layerStart == 0 || layerEnd == config.layers()
        : layerEnd == config.layers();
  }
}
