package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.UnitView;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;

/** A second training of a revealed unit by somebody who took no part. Blocks for as long. */
public final class UnitReplay {
  private final RoundMarket market;
  private final JobLibrary library;
  private final AdapterHistory history;
  private final LocalTraining training;

  public UnitReplay(
      RoundMarket market, JobLibrary library, AdapterHistory history, LocalTraining training) {
    this.market = market;
    this.library = library;
    this.history = history;
    this.training = training;
  }

  /** {@link Replay#distance} of what the unit revealed from what its work gives here. */
  public double distance(Digest jobId, int round, int unit) {
    RoundNow now = RoundNow.look(market, jobId, round);
    Require.range(
        ErrorCode.NOT_FOUND, "unit of the round", unit, 0, now.view().units().size() - 1L);
    UnitView revealed = now.view().units().get(unit);
    Require.that(
        !revealed.updateRoot().equals(Digest.ZERO),
        ErrorCode.NOT_FOUND,
        "unit %d of the round revealed no update".formatted(unit));
    JobManifest manifest = library.manifest(now.job());
    Require.that(
        Replay.covers(manifest.recipe().encoding()),
        ErrorCode.BAD_REQUEST,
        "sparse updates cannot be compared: what they leave out is known to nobody else");
    Require.that(training.canTrain(manifest), ErrorCode.BAD_REQUEST, "the job trains another base");
    AdapterState base = history.before(now.job(), round);
    float[] update = new UpdateLoader(library).load(now.view(), manifest.recipe(), base, revealed);
    UnitTask task = new UnitInputs(library).task(now, manifest, base, unit);
    return Replay.distance(update, training.train(task).update());
  }
}
