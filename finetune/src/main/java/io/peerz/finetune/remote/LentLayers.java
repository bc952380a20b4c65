package io.peerz.finetune.remote;

import io.peerz.finetune.model.LlamaConfig;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.pipeline.HeldStage;
import io.peerz.finetune.stage.BaseWeights;
import io.peerz.finetune.tensor.TensorThread;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * The layers that a node lends.
 *
 * @param base their weights; asked for when the first session opens, then often
 * @param thread that computes them
 * @param layersPerPiece layers recomputed at a time
 */
public record LentLayers(
    Digest modelId,
    LlamaConfig config,
    int layerStart,
    int layerEnd,
    Supplier<BaseWeights> base,
    TensorThread thread,
    int layersPerPiece) {

  HeldStage open(StageTerms terms, ParameterSet start) {
    return compute(
        () -> new HeldStage(base.get(), terms.lora(), layerStart, layerEnd, layersPerPiece, start));
  }

  <T> T compute(Callable<T> task) {
    return thread.compute(task);
  }

  ShardId range() {
    return new ShardId(modelId, layerStart, layerEnd);
  }
}
