package io.peerz.node.court;

import io.peerz.audit.dispute.ShardTrace;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.evidence.Work;
import io.peerz.inference.serve.AdapterSource;
import io.peerz.inference.serve.ServedShard;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;

/**
 * Engines for computing receipts again: made for one use, of the layers that the receipt is about,
 * so that they hold memory only while they work.
 */
public final class ReplayEngines {
  private final ModelFolder model;
  private final Digest modelId;
  private final EngineConfig config;

  public ReplayEngines(ModelFolder model, EngineConfig config) {
    this.model = model;
    this.modelId = model.manifest().modelId();
    this.config = config;
  }

  public ModelFolder model() {
    return model;
  }

  /** Whether the receipt is about the model at hand. */
  boolean know(InferenceReceipt receipt) {
    return receipt.modelId().equals(modelId)
        && receipt.layerEnd() <= model.config().geometry().layers();
  }

  /** Computes with an engine of the receipt's layers. Blocking. */
  <T> T with(InferenceReceipt receipt, Function<ExactEngine, T> use) {
    try (ExactEngine engine =
        new ExactEngine(model.loadLayers(receipt.layerStart(), receipt.layerEnd()), config)) {
      return use.apply(engine);
    }
  }

  /** Every step of the pass behind a receipt. Blocking. */
  ShardTrace trace(Work work, AdapterSource adapters) {
    return with(
        work.receipt(), engine -> ShardTrace.of(engine, work, adapter(work, engine, adapters)));
  }

  private static Optional<ShardAdapter> adapter(
      Work work, ExactEngine engine, AdapterSource adapters) {
    ServedShard shard = new ServedShard(work.receipt().modelId(), BigInteger.ZERO, engine);
    return work.chunk().adapter().map(ref -> adapters.find(ref, shard));
  }
}
