package io.peerz.node.defence;

import io.peerz.audit.dispute.Defence;
import io.peerz.audit.dispute.ShardTrace;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.evidence.KeptWork;
import io.peerz.inference.evidence.Work;
import io.peerz.inference.serve.AdapterSource;
import io.peerz.inference.serve.ServedShard;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Prepares the defence of receipts: computes the chunk again, with an engine of its own beside the
 * serving one, and notes every step. The latest few are remembered while their disputes run.
 * Blocking and computing; one receipt at a time.
 */
public final class Advocate {
  private static final int MOST_IN_MEMORY = 4;
  private static final long CACHE_BYTES = 1L << 30;

  private final KeptWork kept;
  private final ModelFolder model;
  private final AdapterSource adapters;
  private final int threads;
  private final Map<Digest, Defence> ready =
      new LinkedHashMap<>(MOST_IN_MEMORY, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Defence> eldest) {
          return size() > MOST_IN_MEMORY;
        }
      };

  public Advocate(KeptWork kept, ModelFolder model, AdapterSource adapters, int threads) {
    this.kept = kept;
    this.model = model;
    this.adapters = adapters;
    this.threads = threads;
  }

  /** The defence of a receipt; empty if this node kept no such work. */
  public synchronized Optional<Defence> of(Digest subject) {
    Defence known = ready.get(subject);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Defence> made = kept.work(subject).filter(this::isOurs).map(this::prepare);
    made.ifPresent(defence -> ready.put(subject, defence));
    return made;
  }

  private boolean isOurs(Work work) {
    return work.receipt().modelId().equals(model.manifest().modelId());
  }

  private Defence prepare(Work work) {
    InferenceReceipt receipt = work.receipt();
    try (ExactEngine engine =
        new ExactEngine(
            model.loadLayers(receipt.layerStart(), receipt.layerEnd()),
            new EngineConfig(threads, CACHE_BYTES, 0))) {
      ServedShard shard = new ServedShard(receipt.modelId(), BigInteger.ZERO, engine);
      Optional<ShardAdapter> adapter =
          work.chunk().adapter().map(ref -> adapters.find(ref, shard));
      return new Defence(
          ShardTrace.of(engine, work, adapter), work, model.config().geometry());
    }
  }
}
