package io.peerz.node.finetune;

import io.peerz.finetune.adapter.ServedAdapter;
import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.duty.AdapterHistory;
import io.peerz.finetune.duty.JobLibrary;
import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.inference.serve.AdapterSource;
import io.peerz.inference.serve.ServedShard;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.inference.wire.AdapterRef;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The adapters of this node's layers, made from the job's revealed updates and checked against the
 * chain; the latest asked for stay in memory. Thread-safe; blocks on the chain and the network.
 */
final class AdapterShelf implements AdapterSource {
  private static final int MOST_IN_MEMORY = 16;

  private record Place(AdapterRef ref, int layerStart) {}

  private final RoundMarket market;
  private final AdapterHistory history;
  private final JobLibrary library;
  private final ModelFolder base;
  private final Map<Place, ShardAdapter> shelf =
      new LinkedHashMap<>(MOST_IN_MEMORY, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, ShardAdapter> eldest) {
          return size() > MOST_IN_MEMORY;
        }
      };

  AdapterShelf(RoundMarket market, AdapterHistory history, JobLibrary library, ModelFolder base) {
    this.market = market;
    this.history = history;
    this.library = library;
    this.base = base;
  }

  @Override
  public synchronized ShardAdapter find(AdapterRef ref, ServedShard shard) {
    Place place = new Place(ref, shard.engine().layerStart());
    ShardAdapter known = shelf.get(place);
    if (known == null) {
      known = load(ref, shard);
      shelf.put(place, known);
    }
    return known;
  }

  private ShardAdapter load(AdapterRef ref, ServedShard shard) {
    JobView job = market.job(ref.jobId());
    // An adapter is trained on the exact model and bends the fast one of the same weights too.
    Digest baseId = base.manifest().modelId();
    Require.that(
        job.modelId().equals(baseId),
        ErrorCode.BAD_REQUEST,
        "the adapter of job %s belongs to base %s, not to %s"
            .formatted(job.jobId().shortHex(), job.modelId().shortHex(), baseId.shortHex()));
    AdapterState state = history.withRoot(job, ref.root());
    return ServedAdapter.of(
        library.manifest(job).recipe().lora(),
        state.adapter(),
        base.config(),
        shard.engine().layerStart(),
        shard.engine().layerEnd());
  }
}
