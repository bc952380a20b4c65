package io.peerz.node.jobs;

import io.peerz.finetune.job.JobAddress;
import io.peerz.finetune.job.JobBudget;
import io.peerz.finetune.job.JobBundle;
import io.peerz.finetune.job.Recipe;
import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundView;
import io.peerz.finetune.model.LlamaCheckpoint;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.units.Amounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Submits fine-tuning jobs from one wallet and tells how they go. Nothing is signed before data,
 * cost and balance have been checked. Thread-safe; every method blocks.
 */
public final class JobOffice {
  private final JobOfficeDoors doors;
  private final ModelFolder model;
  private final JobRecords records;
  private final JobDrafts drafts;
  private final InstantSource clock;

  /** An office for jobs on one base. */
  public JobOffice(JobOfficeDoors doors, ModelFolder model, InstantSource clock) {
    this.doors = doors;
    this.model = model;
    this.records = new JobRecords(doors.folder().resolve("jobs"));
    this.drafts = new JobDrafts(doors.folder().resolve("drafts"));
    this.clock = clock;
  }

  /** What a job would cost; reads the data, signs nothing. */
  public JobQuote quote(JobRequest request) {
    JobOrder order = checked(request);
    data(request, order);
    return quote(order, request.ceilingWei());
  }

  /** Checks, funds and posts a job in one transaction; the same key again gives the same job. */
  public synchronized JobRecord submit(JobRequest request) {
    return records.withKey(request.idempotencyKey()).orElseGet(() -> post(request));
  }

  private JobRecord post(JobRequest request) {
    Ready ready = ready(request);
    requireFunds(ready.quote().ceilingWei());
    JobPoster.Posted posted =
        doors
            .desk()
            .post(
                ready.bundle().manifest(),
                ready.budget(),
                request.deadlines(),
                address(ready.bundle()));
    JobRecord record = record(request, ready).posted(posted.jobId(), posted.transaction());
    records.write(record);
    return record;
  }

  /**
   * Checks a job and serves its data, for a wallet elsewhere to fund and post; signs nothing.
   * {@link #adopt} makes the posted job one of this office.
   */
  public synchronized JobDraft prepare(JobRequest request) {
    Ready ready = ready(request);
    JobDraft draft =
        new JobDraft(
            JobOffers.of(ready.bundle().manifest(), ready.budget(), request.deadlines()),
            address(ready.bundle()),
            ready.quote());
    drafts.keep(draft.uri(), record(request, ready));
    return draft;
  }

  /**
   * Takes over a prepared job that a wallet posted, by its confirmed transaction; again is the
   * same.
   */
  public synchronized JobRecord adopt(Digest transaction) {
    JobPoster.Seen seen =
        doors
            .desk()
            .postedIn(transaction)
            .orElseThrow(
                () ->
                    new PeerzException(
                        ErrorCode.NOT_FOUND,
                        "transaction %s posted no fine-tuning job, or is not confirmed yet"
                            .formatted(transaction.shortHex())));
    Optional<JobRecord> known =
        records.all().stream().filter(r -> r.digest().equals(seen.jobId())).findFirst();
    return known.orElseGet(() -> adopt(seen, transaction));
  }

  private JobRecord adopt(JobPoster.Seen seen, Digest transaction) {
    JobRecord record =
        drafts
            .find(seen.uri())
            .orElseThrow(
                () ->
                    new PeerzException(
                        ErrorCode.NOT_FOUND,
                        "job %s was not prepared here".formatted(seen.jobId().shortHex())))
            .posted(seen.jobId(), transaction);
    records.write(record);
    return record;
  }

  /** What is known of a job before anybody posts it. */
  private record Ready(Recipe recipe, JobBundle bundle, JobQuote quote, JobBudget budget) {}

  private Ready ready(JobRequest request) {
    JobOrder order = checked(request);
    TrainingData data = data(request, order);
    JobQuote quote = quote(order, request.ceilingWei()).requireEnough();
    Recipe recipe = order.recipe(data.split().train().size(), data.split().heldOut().size());
    JobBundle bundle =
        JobBundle.build(
            doors.blobs(),
            modelId(),
            recipe,
            data.split(),
            recipe.lora().initial(LlamaCheckpoint.config(model.config()), request.seed()));
    return new Ready(recipe, bundle, quote, quote.budget(order));
  }

  private String address(JobBundle bundle) {
    return new JobAddress(doors.blobAddress(), bundle.manifestBlob()).format();
  }

  private JobRecord record(JobRequest request, Ready ready) {
    return new JobRecord(
        Digest.ZERO.hex(),
        request.fileId(),
        model.manifest().name(),
        request.suffix(),
        request.idempotencyKey(),
        ready.quote().ceilingWei().toString(),
        ready.recipe().unitTokens(),
        ready.recipe().learningRate(),
        clock.instant().getEpochSecond(),
        false,
        Digest.ZERO.hex());
  }

  private JobOrder checked(JobRequest request) {
    Require.that(
        !request.model().startsWith("ft:"),
        ErrorCode.BAD_REQUEST,
        "a job begins from a base, not from adapter '%s'; name %s"
            .formatted(request.model(), model.manifest().name()));
    boolean known =
        request.model().equals(model.manifest().name())
            || request.model().equalsIgnoreCase(modelId().hex());
    if (!known) {
      throw new PeerzException(
          ErrorCode.MODEL_NOT_FOUND,
          "base '%s' is unknown here; this gateway fine-tunes %s"
              .formatted(request.model(), model.manifest().name()));
    }
    return request.order().within(model.config().maxPositions());
  }

  private TrainingData data(JobRequest request, JobOrder order) {
    return TrainingData.of(
        doors.files().examples(request.fileId()), model, order.seqLen(), request.seed());
  }

  private JobQuote quote(JobOrder order, BigInteger ceilingWei) {
    return JobQuote.of(
        model.manifest().geometry(), order, doors.prices().pricePerGcuWei(modelId()), ceilingWei);
  }

  private void requireFunds(BigInteger ceilingWei) {
    BigInteger balanceWei = doors.prices().balanceWei();
    Require.that(
        balanceWei.compareTo(ceilingWei) >= 0,
        ErrorCode.INSUFFICIENT_FUNDS,
        "the job may cost %s PRZ and the wallet holds %s; fund it or lower the ceiling"
            .formatted(Amounts.exact(ceilingWei), Amounts.exact(balanceWei)));
  }

  private Digest modelId() {
    return model.manifest().modelId();
  }

  /**
   * Calls a job off: a round that is under way is its last. What is not spent returns to the wallet
   * when the job is closed.
   */
  public synchronized JobProgress cancel(String id) {
    JobRecord record = records.get(id);
    JobProgress.State state = progress(id).state();
    Require.that(
        !state.isFinal(),
        ErrorCode.BAD_REQUEST,
        "job %s is over (%s); there is nothing to cancel".formatted(record.id(), state.word()));
    doors.desk().cancel(record.digest());
    records.write(record.asCancelled());
    return progress(id);
  }

  /** Jobs submitted here, newest first. */
  public List<JobRecord> list() {
    return records.all();
  }

  public JobProgress progress(String id) {
    JobRecord record = records.get(id);
    RoundMarket market = doors.market();
    JobView view = market.job(record.digest());
    List<RoundOutcome> settled = new ArrayList<>();
    boolean claimed = false;
    for (int number = 0; number <= view.currentRound(); number++) {
      RoundView round = market.round(view.jobId(), number);
      claimed |= !round.units().isEmpty();
      if (round.settled()) {
        Digest after =
            number < view.currentRound()
                ? market.round(view.jobId(), number + 1).baseRoot()
                : view.adapterRoot();
        settled.add(RoundOutcome.of(round, view.terms().kappaMilli(), after));
      }
    }
    return new JobProgress(record, view, JobProgress.stateOf(record, view, claimed), settled);
  }
}
