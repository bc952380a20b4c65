package io.peerz.ledger.finetune;

import static io.peerz.ledger.finetune.JobStructs.big;

import io.peerz.contracts.Committee;
import io.peerz.contracts.FineTuneMarket;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.TxReceiptView;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads jobs, rounds and committees; needs no key. Blocking: for virtual threads. */
public final class JobReader {
  private final ChainClient chain;
  private final Contracts contracts;
  private final JobEvents events;

  public JobReader(ChainClient chain) {
    this.chain = chain;
    this.contracts = chain.contracts();
    this.events = new JobEvents(chain);
  }

  /** The chain's clock, by which all deadlines are meant. */
  public long nowSeconds() {
    return chain.headTimeSeconds();
  }

  /** Every job that was ever posted, oldest first. */
  public List<Digest> jobs() {
    return events.jobs();
  }

  /** Jobs that still have rounds to play, oldest first. */
  public List<Digest> openJobs() {
    return jobs().stream().filter(jobId -> !entry(jobId).closed).toList();
  }

  /** A job that must exist. */
  public PostedJob job(Digest jobId) {
    FineTuneMarket.Job job = entry(jobId);
    Address client = Address.ofHex(job.client);
    if (client.equals(Address.ZERO)) {
      throw new PeerzException(
          ErrorCode.NOT_FOUND, "no fine-tuning job " + jobId + " on this chain; check the id");
    }
    FineTuneMarket.JobParams params =
        contracts.read(contracts.fineTuneMarket().paramsOf(jobId.bytes()));
    return new PostedJob(
        jobId,
        client,
        JobStructs.offer(params),
        events.uri(jobId),
        job.unitMacs,
        job.escrow,
        job.round.intValueExact(),
        job.closed,
        Digest.of(job.adapterRoot));
  }

  /** A job and who serves its blobs, as the transaction that posted it said. */
  public record Posting(Digest jobId, String uri) {}

  /** What a confirmed transaction posted; empty where it failed or did something else. */
  public Optional<Posting> postedIn(Digest transaction) {
    return chain
        .receipt(transaction)
        .filter(TxReceiptView::succeeded)
        .flatMap(receipt -> events.postedIn(receipt.logs()));
  }

  private FineTuneMarket.Job entry(Digest jobId) {
    return contracts.read(contracts.fineTuneMarket().job(jobId.bytes()));
  }

  /** A round that has begun. */
  public JobRound round(Digest jobId, int number) {
    FineTuneMarket.Round round =
        contracts.read(contracts.fineTuneMarket().roundOf(jobId.bytes(), big(number)));
    return new JobRound(
        jobId,
        number,
        round.claimUntil.longValueExact(),
        round.commitUntil.longValueExact(),
        round.revealUntil.longValueExact(),
        round.settled,
        Digest.of(round.baseRoot),
        Digest.of(round.dataSeed),
        round.seedEpoch.longValueExact(),
        Digest.of(round.taskId),
        units(jobId, number, round.revealed.signum() > 0));
  }

  private List<JobUnit> units(Digest jobId, int number, boolean anyRevealed) {
    List<?> onChain =
        contracts.read(contracts.fineTuneMarket().unitsOf(jobId.bytes(), big(number)));
    Map<Integer, String> uris = anyRevealed ? events.unitUris(jobId, number) : new HashMap<>();
    List<JobUnit> units = new ArrayList<>();
    for (int i = 0; i < onChain.size(); i++) {
      FineTuneMarket.Unit unit = (FineTuneMarket.Unit) onChain.get(i);
      units.add(JobStructs.unit(i, unit, uris.getOrDefault(i, "")));
    }
    return units;
  }

  /** Revealed units in the order in which they are merged; empty until the seed is known. */
  public Optional<List<Integer>> order(JobRound round) {
    if (round.seedEpoch() == 0 || !isSealed(round.seedEpoch())) {
      return Optional.empty();
    }
    List<?> order =
        contracts.read(contracts.fineTuneMarket().order(round.jobId().bytes(), big(round.round())));
    return Optional.of(JobStructs.longs(order).stream().map(Math::toIntExact).toList());
  }

  private boolean isSealed(long epoch) {
    return contracts.read(contracts.epochManager().sealedAt(big(epoch))).signum() > 0;
  }

  /** The task of an opened evaluation. */
  public CommitteeTask task(Digest taskId) {
    Committee.Task task = contracts.read(contracts.committee().task(taskId.bytes()));
    List<CommitteeTask.Seat> seats = new ArrayList<>();
    List<?> drawn = contracts.read(contracts.committee().seatsOf(taskId.bytes()));
    for (int i = 0; i < drawn.size(); i++) {
      CommitteeTask.Seat seat = JobStructs.seat(i, (Committee.Seat) drawn.get(i));
      if (!seat.evaluator().equals(Digest.ZERO)) {
        seats.add(seat);
      }
    }
    return JobStructs.task(taskId, task, seats);
  }

  /** What the agreeing seats revealed. */
  public Optional<SeatReport> agreedReport(CommitteeTask task) {
    return task.status() == CommitteeTask.Status.AGREED
        ? events.report(task.taskId(), task.resultHash())
        : Optional.empty();
  }

  /** How a job's settled rounds ended, oldest first. */
  public List<SettledRound> settledRounds(Digest jobId) {
    return events.settled(jobId);
  }

  /** What was computed from the committees' losses, oldest first. */
  public List<EvaluatedRound> evaluatedRounds(Digest jobId) {
    return events.evaluated(jobId);
  }

  /** What units were paid, oldest first. */
  public List<UnitPayment> payments(Digest jobId) {
    return events.payments(jobId);
  }
}
