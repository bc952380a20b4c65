package io.peerz.finetune.duty;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundPhase;
import io.peerz.finetune.market.UnitStatus;
import io.peerz.finetune.market.UnitView;
import io.peerz.finetune.update.ErrorFeedback;
import io.peerz.finetune.update.UpdateCodec;
import io.peerz.finetune.update.UpdateHeader;
import io.peerz.proof.receipt.FineTuneReceipt;
import java.util.Optional;

/**
 * Trains one unit of a round: claim, train, commit, reveal, collect. What it trained, and the salt,
 * are on disk before the commitment leaves, so a killed worker commits to the same receipt again.
 */
public final class UnitWorker implements RoundDuty {
  private static final String DUTY = "train";
  private static final String PREPARED = "prepared";

  private final RoundMarket market;
  private final Participant self;
  private final NodeFolder folder;
  private final BlobStore blobs;
  private final JobLibrary library;
  private final AdapterHistory history;
  private final LocalTraining training;
  private final FairTraining fair;
  private LossWatch losses = LossWatch.NOBODY;

  /** A worker whose update blobs are served from {@code blobs}. */
  public UnitWorker(
      RoundMarket market,
      Participant self,
      NodeFolder folder,
      BlobStore blobs,
      JobLibrary library,
      AdapterHistory history,
      LocalTraining training) {
    this.market = market;
    this.self = self;
    this.folder = folder;
    this.blobs = blobs;
    this.library = library;
    this.history = history;
    this.training = training;
    this.fair = new FairTraining(library, training);
  }

  /** Somebody who is told the loss of each unit; set before the first tick. */
  public void tellOfLosses(LossWatch watch) {
    losses = watch;
  }

  @Override
  public Progress tick(RoundNow now) {
    Optional<UnitView> mine = now.view().unitOf(self.nodeId());
    return switch (now.phase()) {
      case RoundPhase.Claim _ -> mine.isEmpty() ? claim(now) : Progress.WAITING;
      case RoundPhase.Commit _ -> mine.map(unit -> commit(now, unit)).orElse(Progress.DONE);
      case RoundPhase.Reveal _ -> mine.map(unit -> reveal(now, unit)).orElse(Progress.DONE);
      case RoundPhase.Evaluate _, RoundPhase.Challenge _, RoundPhase.Settle _ ->
          mine.isEmpty() ? Progress.DONE : Progress.WAITING;
      case RoundPhase.Settled _ -> mine.map(unit -> collect(now, unit)).orElse(Progress.DONE);
    };
  }

  /** Only a job that this node can read and train locks its bond. */
  private Progress claim(RoundNow now) {
    if (!training.canTrain(library.manifest(now.job()))) {
      return Progress.WAITING;
    }
    history.before(now.job(), now.round());
    market.claimUnit(now.jobId(), now.round(), self.nodeId());
    return Progress.MOVED;
  }

  private Progress commit(RoundNow now, UnitView unit) {
    if (unit.status() != UnitStatus.CLAIMED) {
      return Progress.WAITING;
    }
    JobManifest manifest = library.manifest(now.job());
    PreparedUnit prepared =
        PreparedUnit.decode(
            folder
                .steps(now, DUTY)
                .once(PREPARED, () -> train(now, manifest, unit.unit()).encode()));
    FineTuneReceipt receipt = receipt(now, manifest.recipe(), prepared);
    self.sign(receipt);
    market.commitUnit(
        now.jobId(), now.round(), unit.unit(), prepared.commitment(self.digestOf(receipt)));
    return Progress.MOVED;
  }

  private Progress reveal(RoundNow now, UnitView unit) {
    Optional<byte[]> step = folder.steps(now, DUTY).find(PREPARED);
    if (unit.status() != UnitStatus.COMMITTED || step.isEmpty()) {
      return Progress.WAITING;
    }
    PreparedUnit prepared = PreparedUnit.decode(step.get());
    FineTuneReceipt receipt = receipt(now, library.manifest(now.job()).recipe(), prepared);
    market.revealUnit(receipt, prepared.salt(), self.sign(receipt), self.blobAddress());
    return Progress.MOVED;
  }

  private Progress collect(RoundNow now, UnitView unit) {
    if (unit.status() != UnitStatus.SETTLED) {
      return Progress.DONE;
    }
    market.claimReward(now.jobId(), now.round(), unit.unit());
    return Progress.MOVED;
  }

  private FineTuneReceipt receipt(RoundNow now, Recipe recipe, PreparedUnit prepared) {
    return prepared.receipt(
        self.nodeId(),
        now.view(),
        now.job().recipeHash(),
        recipe.steps(),
        recipe.unitTokens(),
        now.job().terms().pay().unitMacs());
  }

  private PreparedUnit train(RoundNow now, JobManifest manifest, int unit) {
    AdapterState base = history.before(now.job(), now.round());
    TrainedUnit trained = fair.train(now, manifest, base, unit, isLate(now));
    losses.trained(now.jobId(), trained.lossNats());
    return new PreparedUnit(
        unit,
        blobs.put(encode(now, manifest.recipe(), base, trained.update())),
        trained.traceRoot(),
        now.nowSeconds(),
        Salts.next());
  }

  /** In the last quarter of the time to commit, missing data is not waited for any more. */
  private static boolean isLate(RoundNow now) {
    long until = now.view().commitUntilSeconds();
    return now.nowSeconds() >= until - (until - now.view().claimUntilSeconds()) / 4;
  }

  private byte[] encode(RoundNow now, Recipe recipe, AdapterState base, float[] update) {
    ResidualStore residuals = new ResidualStore(folder.job(now.jobId()));
    ErrorFeedback feedback = residuals.before(now.round(), update.length, recipe.feedbackDecay());
    float[] compensated = feedback.compensate(update);
    UpdateHeader header = UpdateLoader.header(now.view(), recipe, base);
    byte[] blob = UpdateCodec.encode(header, compensated);
    residuals.keep(now.round(), compensated, UpdateCodec.decode(blob, header, base.layout()));
    return blob;
  }
}
