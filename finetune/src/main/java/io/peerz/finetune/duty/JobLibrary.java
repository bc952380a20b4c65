package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.blob.BlobFetcher;
import io.peerz.finetune.blob.BlobSource;
import io.peerz.finetune.blob.ChunkList;
import io.peerz.finetune.blob.FetchLimits;
import io.peerz.finetune.job.DataSlice;
import io.peerz.finetune.job.JobAddress;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.job.SliceRef;
import io.peerz.finetune.market.JobView;
import io.peerz.finetune.store.SafeTensors;
import io.peerz.finetune.wire.HolderAddress;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A job's blobs, fetched when they are needed and checked against what the chain says of the job.
 * Blocks on the network.
 */
public final class JobLibrary {
  private final BlobFetcher fetcher;
  private final BlobHolders holders;
  private final Duration timeout;

  /** Gives each blob {@code timeout} to arrive. */
  public JobLibrary(BlobFetcher fetcher, BlobHolders holders, Duration timeout) {
    this.fetcher = fetcher;
    this.holders = holders;
    this.timeout = timeout;
  }

  /** The manifest; refused unless it is the one that the chain describes. */
  public JobManifest manifest(JobView job) {
    byte[] bytes =
        fetch(JobAddress.parse(job.uri()).manifestBlob(), holdersOf(job), JobManifest.MAX_BYTES);
    JobManifest manifest = JobManifest.decode(bytes);
    Require.that(
        manifest.baseModel().equals(job.modelId())
            && manifest.recipe().hash().equals(job.recipeHash())
            && manifest.trainRoot().equals(job.trainRoot())
            && manifest.heldOutRoot().equals(job.heldOutRoot())
            && manifest.adapterRoot().equals(job.firstAdapterRoot()),
        ErrorCode.PEER_MISBEHAVED,
        "the manifest of job " + job.jobId().hex() + " is not the one on chain");
    return manifest;
  }

  /** The adapter state before round 0. */
  AdapterState firstState(JobView job) {
    JobManifest manifest = manifest(job);
    byte[] adapter = fetch(manifest.adapterBlob(), holdersOf(job), ChunkList.MAX_BLOB_BYTES);
    AdapterState state = AdapterState.initial(SafeTensors.decode(adapter));
    Require.that(
        state.root().equals(manifest.adapterRoot()),
        ErrorCode.PEER_MISBEHAVED,
        "the first adapter of job " + job.jobId().hex() + " is not the one on chain");
    return state;
  }

  /** The slices with the numbers {@code chosen}. */
  List<DataSlice> slices(JobView job, List<SliceRef> all, List<Integer> chosen) {
    List<DataSlice> slices = new ArrayList<>();
    for (int number : chosen) {
      SliceRef ref = all.get(number);
      slices.add(DataSlice.decode(fetch(ref.blob(), holdersOf(job), ref.bytes())));
    }
    return slices;
  }

  /** A blob that the owner of {@code address} published. */
  byte[] published(String address, Digest root, long maxBytes) {
    return fetch(root, holders.startingWith(HolderAddress.parse(address)), maxBytes);
  }

  private List<BlobSource> holdersOf(JobView job) {
    return holders.startingWith(JobAddress.parse(job.uri()).holder());
  }

  private byte[] fetch(Digest root, List<BlobSource> from, long maxBytes) {
    return fetcher.fetch(root, from, new FetchLimits(maxBytes, timeout));
  }
}
