package io.peerz.finetune.duty;

import io.peerz.finetune.job.JobBudget;
import io.peerz.finetune.job.JobManifest;
import io.peerz.finetune.market.JobTerms;
import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.MergeOrder;
import io.peerz.finetune.market.RoundClock;
import io.peerz.finetune.market.RoundGains;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundPhase;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.RoundView;
import io.peerz.finetune.market.TaskView;
import io.peerz.finetune.market.UnitStatus;
import io.peerz.finetune.market.UnitView;
import io.peerz.finetune.market.Verdict;
import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.score.RewardFormula;
import io.peerz.proof.sign.Recovery;
import io.peerz.proof.sign.Signature;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One job in memory, by the rules of the market's contracts. Time passes only when told to. */
final class FakeMarket implements RoundMarket {
  static final Domain DOMAIN = Domain.ofContract("FineTuneMarket", 20711, Address.ZERO);

  private static final int CLAIM_SECONDS = 60;
  private static final int COMMIT_SECONDS = 600;
  private static final int REVEAL_SECONDS = 60;
  private static final int EVALUATE_SECONDS = 400;
  private static final int CHALLENGE_SECONDS = 30;
  private static final int SEED_SECONDS = 20;
  private static final int KAPPA_MILLI = 2000;
  private static final long STAKE = 1_000_000;

  /** What a round holds besides its view. */
  private static final class Round {
    private long claimUntil;
    private long commitUntil;
    private long revealUntil;
    private boolean settled;
    private Digest baseRoot;
    private Digest dataSeed;
    private final List<UnitView> units = new ArrayList<>();
    private Optional<FakeCommittee> committee = Optional.empty();
  }

  private final Digest jobId = Keccak.hash("job");
  private final JobManifest manifest;
  private final JobBudget budget;
  private final JobTerms terms;
  private final String uri;
  private final FakeBank bank = new FakeBank();
  private final Map<Digest, Address> signers = new LinkedHashMap<>();
  private final List<Digest> evaluators = new ArrayList<>();
  private final List<Round> rounds = new ArrayList<>();
  private Digest adapterRoot;
  private boolean closed;
  private long now = 1_000_000;

  FakeMarket(JobManifest manifest, JobBudget budget, BigInteger unitMacs, String uri) {
    this.manifest = manifest;
    this.budget = budget;
    this.uri = uri;
    this.terms =
        new JobTerms(
            budget.terms(unitMacs),
            budget.rounds(),
            budget.seats(),
            KAPPA_MILLI,
            EVALUATE_SECONDS,
            CHALLENGE_SECONDS);
    this.adapterRoot = manifest.adapterRoot();
    bank.mint(FakeBank.CLIENT, budget.ceilingWei().longValueExact());
    bank.move(FakeBank.CLIENT, FakeBank.ESCROW, budget.ceilingWei());
    startRound();
  }

  static PeerzException reverted() {
    return new PeerzException(ErrorCode.TRANSACTION_REVERTED, "the contract refuses this step");
  }

  void register(Digest nodeId, Address signer, boolean evaluates) {
    signers.put(nodeId, signer);
    bank.mint(nodeId, STAKE);
    if (evaluates) {
      evaluators.add(nodeId);
    }
  }

  void advance(long seconds) {
    now += seconds;
  }

  FakeBank bank() {
    return bank;
  }

  /** What a node has won or lost. */
  BigInteger earnings(Digest nodeId) {
    return bank.of(nodeId).subtract(BigInteger.valueOf(STAKE));
  }

  Digest jobId() {
    return jobId;
  }

  boolean closed() {
    return closed;
  }

  private void startRound() {
    Round round = new Round();
    round.baseRoot = adapterRoot;
    round.dataSeed = Keccak.hash("data seed " + rounds.size());
    schedule(round, now + CLAIM_SECONDS);
    rounds.add(round);
  }

  private static void schedule(Round round, long claimUntil) {
    round.claimUntil = claimUntil;
    round.commitUntil = claimUntil + COMMIT_SECONDS;
    round.revealUntil = round.commitUntil + REVEAL_SECONDS;
  }

  @Override
  public long nowSeconds() {
    return now;
  }

  @Override
  public List<Digest> openJobs() {
    return closed ? List.of() : List.of(jobId);
  }

  @Override
  public JobView job(Digest id) {
    return new JobView(
        jobId,
        manifest.baseModel(),
        manifest.recipe().hash(),
        manifest.trainRoot(),
        manifest.heldOutRoot(),
        manifest.adapterRoot(),
        terms,
        uri,
        rounds.size() - 1,
        closed,
        adapterRoot);
  }

  @Override
  public RoundView round(Digest id, int number) {
    Round round = rounds.get(number);
    return new RoundView(
        jobId,
        number,
        round.claimUntil,
        round.commitUntil,
        round.revealUntil,
        round.settled,
        round.baseRoot,
        round.dataSeed,
        round.units,
        round.committee.map(committee -> committee.view(now)));
  }

  @Override
  public void claimUnit(Digest id, int number, Digest nodeId) {
    Round round = inPhase(number, RoundPhase.Claim.class);
    bank.lock(nodeId, budget.bondPerUnitWei());
    int unit = round.units.size();
    round.units.add(
        new UnitView(
            unit, nodeId, UnitStatus.CLAIMED, Digest.ZERO, Digest.ZERO, "", 0, BigInteger.ZERO));
    if (round.units.size() == budget.unitsPerRound()) {
      schedule(round, now);
    }
  }

  @Override
  public void commitUnit(Digest id, int number, int unit, Digest commitment) {
    Round round = inPhase(number, RoundPhase.Commit.class);
    UnitView view = inStatus(round, unit, UnitStatus.CLAIMED);
    round.units.set(
        unit,
        new UnitView(
            unit,
            view.nodeId(),
            UnitStatus.COMMITTED,
            commitment,
            Digest.ZERO,
            "",
            0,
            BigInteger.ZERO));
    if (round.units.stream().allMatch(u -> u.status() == UnitStatus.COMMITTED)) {
      round.commitUntil = now;
      round.revealUntil = now + REVEAL_SECONDS;
    }
  }

  @Override
  public void revealUnit(FineTuneReceipt receipt, Digest salt, Signature signature, String where) {
    Round round = inPhase(receipt.round(), RoundPhase.Reveal.class);
    UnitView view = inStatus(round, receipt.unit(), UnitStatus.COMMITTED);
    checkReceipt(round, view, receipt, salt, signature);
    round.units.set(
        receipt.unit(),
        new UnitView(
            view.unit(),
            view.nodeId(),
            UnitStatus.REVEALED,
            view.commitment(),
            receipt.updateRoot(),
            where,
            0,
            BigInteger.ZERO));
    if (round.units.stream().noneMatch(u -> u.status() == UnitStatus.COMMITTED)) {
      round.revealUntil = now;
    }
  }

  private void checkReceipt(
      Round round, UnitView view, FineTuneReceipt receipt, Digest salt, Signature signature) {
    RoundView shown = round(jobId, receipt.round());
    Digest digest = DOMAIN.digestOf(receipt.structHash());
    boolean right =
        receipt.nodeId().equals(view.nodeId())
            && receipt.jobId().equals(jobId)
            && receipt.baseRoot().equals(round.baseRoot)
            && receipt.dataShard().equals(shown.dataShard(view.unit()))
            && receipt.recipeHash().equals(manifest.recipe().hash())
            && receipt.steps() == manifest.recipe().steps()
            && receipt.tokens() == manifest.recipe().unitTokens()
            && receipt.macs().equals(terms.pay().unitMacs())
            && view.commitment().equals(new AbiWriter(2).digest(digest).digest(salt).hash())
            && Recovery.signer(digest, signature).equals(signers.get(view.nodeId()));
    if (!right) {
      throw reverted();
    }
  }

  @Override
  public void openEvaluation(Digest id, int number) {
    Round round = inPhase(number, RoundPhase.Evaluate.class);
    if (round.committee.isPresent()) {
      throw reverted();
    }
    Digest taskId = new AbiWriter(2).digest(jobId).uint(number).hash();
    Digest seed = Keccak.hash("seed after " + now);
    List<Integer> counted = round(jobId, number).counted().stream().map(UnitView::unit).toList();
    List<Integer> order = MergeOrder.of(counted, seed, jobId, number);
    round.committee =
        Optional.of(
            new FakeCommittee(
                taskId,
                seed,
                now + SEED_SECONDS,
                now + EVALUATE_SECONDS / 2,
                now + EVALUATE_SECONDS,
                order));
  }

  /** Seeds become known by themselves. */
  @Override
  public void sealSeed(Digest id, int number) {}

  @Override
  public void drawSeats(Digest taskId) {
    committee().draw(now, budget.seats(), evaluators);
  }

  @Override
  public void commitMeasurement(Digest taskId, int seat, Digest commitment) {
    committee().commit(now, seat, commitment);
  }

  /** What some seat has committed to, for who wants to copy it. */
  Digest anyCommitment() {
    return committee().anyCommitment().orElseThrow(FakeMarket::reverted);
  }

  @Override
  public void revealMeasurement(
      Digest taskId, int seat, RoundResult result, Digest traceRoot, Digest salt) {
    committee().reveal(now, seat, result, traceRoot, salt);
  }

  @Override
  public void finalizeTask(Digest taskId) {
    committee().finish(now);
  }

  private FakeCommittee committee() {
    return rounds.getLast().committee.orElseThrow(FakeMarket::reverted);
  }

  @Override
  public void settleRound(Digest id, int number, RoundResult given) {
    Round round = inPhase(number, RoundPhase.Settle.class);
    Optional<TaskView> task = round.committee.map(committee -> committee.view(now));
    Optional<RoundResult> agreed = task.flatMap(TaskView::agreed);
    round.settled = true;
    if (agreed.isPresent()) {
      if (!given.equals(agreed.get())) {
        throw new AssertionError("settled by another result than the agreed one");
      }
      applyResult(round, task.orElseThrow().order().orElseThrow(), given);
    }
    round.units.replaceAll(this::settled);
    if (rounds.size() < budget.rounds()) {
      startRound();
    } else {
      close();
    }
  }

  private void applyResult(Round round, List<Integer> order, RoundResult result) {
    RoundGains gains = RoundGains.of(order.size(), result, KAPPA_MILLI);
    if (!gains.sound()) {
      throw new AssertionError("the agreed losses make no sense");
    }
    for (int k = 0; k < order.size(); k++) {
      UnitView unit = round.units.get(order.get(k));
      round.units.set(
          order.get(k), judged(unit, gains.verdicts().get(k), gains.paidGains().get(k)));
    }
    if (gains.totalGain() > 0) {
      adapterRoot = result.outputRoot();
    }
  }

  private UnitView judged(UnitView unit, Verdict verdict, long gain) {
    return switch (verdict) {
      case JOINED -> with(unit, UnitStatus.SETTLED, gain, reward(gain));
      case LEFT_OUT -> with(unit, UnitStatus.SETTLED, 0, BigInteger.ZERO);
      case CAUGHT -> taken(unit, UnitStatus.REJECTED, budget.bondPerUnitWei());
    };
  }

  private BigInteger reward(long gain) {
    return RewardFormula.unitReward(terms.pay(), terms.pay().unitMacs(), gain);
  }

  /** Without a result whoever revealed keeps the base pay; whoever did not loses half its bond. */
  private UnitView settled(UnitView unit) {
    return switch (unit.status()) {
      case REVEALED -> with(unit, UnitStatus.SETTLED, 0, reward(0));
      case CLAIMED, COMMITTED ->
          taken(unit, UnitStatus.FORFEITED, budget.bondPerUnitWei().shiftRight(1));
      default -> unit;
    };
  }

  private UnitView taken(UnitView unit, UnitStatus status, BigInteger wei) {
    bank.unlock(unit.nodeId(), budget.bondPerUnitWei());
    bank.move(unit.nodeId(), FakeBank.BURNED, wei);
    return with(unit, status, 0, BigInteger.ZERO);
  }

  /** What is not owed to a unit goes back to the client. */
  private void close() {
    closed = true;
    BigInteger owed =
        rounds.stream()
            .flatMap(round -> round.units.stream())
            .filter(unit -> unit.status() == UnitStatus.SETTLED)
            .map(UnitView::payWei)
            .reduce(BigInteger.ZERO, BigInteger::add);
    bank.move(FakeBank.ESCROW, FakeBank.CLIENT, bank.of(FakeBank.ESCROW).subtract(owed));
  }

  @Override
  public void claimFee(Digest taskId, int seat) {
    rounds.stream()
        .flatMap(round -> round.committee.stream())
        .filter(committee -> committee.isOf(taskId))
        .forEach(committee -> committee.pay(seat));
  }

  @Override
  public void claimReward(Digest id, int number, int unit) {
    Round round = rounds.get(number);
    UnitView view = inStatus(round, unit, UnitStatus.SETTLED);
    round.units.set(unit, with(view, UnitStatus.PAID, view.paidGain(), view.payWei()));
    bank.unlock(view.nodeId(), budget.bondPerUnitWei());
    bank.move(FakeBank.ESCROW, view.nodeId(), view.payWei());
  }

  private static UnitView with(UnitView unit, UnitStatus status, long gain, BigInteger pay) {
    return new UnitView(
        unit.unit(),
        unit.nodeId(),
        status,
        unit.commitment(),
        unit.updateRoot(),
        unit.uri(),
        gain,
        pay);
  }

  private Round inPhase(int number, Class<? extends RoundPhase> wanted) {
    if (!wanted.isInstance(RoundClock.phase(terms, round(jobId, number), now))) {
      throw reverted();
    }
    return rounds.get(number);
  }

  private static UnitView inStatus(Round round, int unit, UnitStatus wanted) {
    UnitView view = round.units.get(unit);
    if (view.status() != wanted) {
      throw reverted();
    }
    return view;
  }
}
