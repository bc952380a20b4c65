package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.data.TokenizedExample;
import io.peerz.finetune.job.JobManifest;
import io.peerz.proof.id.Digest;
import java.util.List;

/** Everything that a unit trains on, from the chain and the job's blobs. Blocks on the network. */
final class UnitInputs {
  private final JobLibrary library;

  UnitInputs(JobLibrary library) {
    this.library = library;
  }

  /** The same task for whoever trains this unit, or trains it again. */
  UnitTask task(RoundNow now, JobManifest manifest, AdapterState base, int unit) {
    Digest shard = now.view().dataShard(unit);
    return new UnitTask(
        manifest.recipe(),
        base.adapter(),
        examples(now, manifest, shard),
        shard,
        now.round(),
        unit);
  }

  private List<TokenizedExample> examples(RoundNow now, JobManifest manifest, Digest shard) {
    List<Integer> chosen =
        SliceChoice.draw(shard, manifest.recipe().slicesPerUnit(), manifest.train().size());
    return library.slices(now.job(), manifest.train(), chosen).stream()
        .flatMap(slice -> slice.examples().stream())
        .toList();
  }
}
