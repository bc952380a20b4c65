package io.peerz.finetune.job;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.data.DatasetSplit;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.param.ParameterSet;
import io.peerz.finetune.store.SafeTensors;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A job as its submitter keeps and serves it: manifest, slices and first adapter in the blob store.
 *
 * @param manifestBlob name of the manifest
 * @param manifest what it says
 */
public record JobBundle(Digest manifestBlob, JobManifest manifest) {
  private static final int MAX_SLICES = 64;

  /** Writes every blob of the job into {@code store}. */
  public static JobBundle build(
      BlobStore store, Digest baseModel, Recipe recipe, DatasetSplit data, ParameterSet adapter) {
    JobManifest manifest =
        new JobManifest(
            baseModel,
            recipe,
            AdapterState.initial(adapter).root(),
            store.put(SafeTensors.encode(adapter, SafeTensors.Type.F32, Map.of())),
            slices(store, data.train(), recipe.slicesPerUnit()),
            slices(store, data.heldOut(), recipe.slicesPerMeasurement()));
    return new JobBundle(store.put(manifest.encode()), manifest);
  }

  private static List<SliceRef> slices(
      BlobStore store, List<TokenizedExample> examples, int atLeast) {
    int count = Math.max(atLeast, Math.min(MAX_SLICES, examples.size() / 4));
    List<SliceRef> refs = new ArrayList<>();
    for (DataSlice slice : DataSlice.cut(examples, count)) {
      byte[] bytes = slice.encode();
      refs.add(new SliceRef(store.put(bytes), bytes.length));
    }
    return refs;
  }
}
