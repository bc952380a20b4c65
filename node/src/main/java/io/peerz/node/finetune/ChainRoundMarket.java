package io.peerz.node.finetune;

import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.RoundView;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.finetune.CommitteeDesk;
import io.peerz.ledger.finetune.CommitteeTask;
import io.peerz.ledger.finetune.JobReader;
import io.peerz.ledger.finetune.JobRound;
import io.peerz.ledger.finetune.SeatReport;
import io.peerz.ledger.finetune.UnitDesk;
import io.peerz.ledger.settle.EpochSealer;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.sign.Signature;
import java.util.List;
import java.util.Optional;

/**
 * The market's contracts behind the compute wing's door. Actions are sent from one account, which
 * must be the owner's or the signer's of the node that acts. Blocking: for virtual threads.
 */
public final class ChainRoundMarket implements RoundMarket {
  private final JobReader reader;
  private final UnitDesk units;
  private final CommitteeDesk committee;
  private final EpochSealer seeds;

  public ChainRoundMarket(ChainClient chain, TransactionSender sender) {
    this.reader = new JobReader(chain);
    this.units = new UnitDesk(chain, sender);
    this.committee = new CommitteeDesk(chain, sender);
    this.seeds = new EpochSealer(chain, sender);
  }

  @Override
  public long nowSeconds() {
    return reader.nowSeconds();
  }

  @Override
  public List<Digest> openJobs() {
    return reader.openJobs();
  }

  @Override
  public JobView job(Digest jobId) {
    return MarketViews.job(reader.job(jobId));
  }

  @Override
  public RoundView round(Digest jobId, int number) {
    JobRound round = reader.round(jobId, number);
    if (!round.evaluationIsOpen()) {
      return MarketViews.round(round, Optional.empty());
    }
    CommitteeTask task = reader.task(round.taskId());
    return MarketViews.round(
        round, Optional.of(MarketViews.task(task, reader.order(round), reader.agreedReport(task))));
  }

  @Override
  public void claimUnit(Digest jobId, int round, Digest nodeId) {
    units.claim(jobId, round, nodeId);
  }

  @Override
  public void commitUnit(Digest jobId, int round, int unit, Digest commitment) {
    units.commit(jobId, round, unit, commitment);
  }

  @Override
  public void revealUnit(
      FineTuneReceipt receipt, Digest salt, Signature nodeSignature, String uri) {
    units.reveal(receipt, salt, nodeSignature, uri);
  }

  @Override
  public void openEvaluation(Digest jobId, int round) {
    units.openEvaluation(jobId, round);
  }

  @Override
  public void sealSeed(Digest jobId, int round) {
    seeds.seal(reader.round(jobId, round).seedEpoch());
  }

  @Override
  public void drawSeats(Digest taskId) {
    committee.draw(taskId);
  }

  @Override
  public void commitMeasurement(Digest taskId, int seat, Digest commitment) {
    committee.commit(taskId, seat, commitment);
  }

  @Override
  public void revealMeasurement(
      Digest taskId, int seat, RoundResult result, Digest traceRoot, Digest salt) {
    committee.reveal(taskId, seat, report(result), traceRoot, salt);
  }

  @Override
  public void finalizeTask(Digest taskId) {
    committee.finalizeTask(taskId);
  }

  @Override
  public void settleRound(Digest jobId, int round, RoundResult agreedOrEmpty) {
    units.settle(jobId, round, report(agreedOrEmpty));
  }

  @Override
  public void claimFee(Digest taskId, int seat) {
    committee.claimFee(taskId, seat);
  }

  @Override
  public void claimReward(Digest jobId, int round, int unit) {
    units.claimReward(jobId, round, unit);
  }

  private static SeatReport report(RoundResult result) {
    return new SeatReport(result.losses(), result.standardErrors(), result.outputRoot());
  }
}
