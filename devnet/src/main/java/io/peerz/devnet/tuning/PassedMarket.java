package io.peerz.devnet.tuning;

import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.RoundView;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.sign.Signature;
import java.util.List;

/** A market as it is; a cheat changes one of its steps. */
class PassedMarket implements RoundMarket {
  private final RoundMarket market;

  PassedMarket(RoundMarket market) {
    this.market = market;
  }

  @Override
  public long nowSeconds() {
    return market.nowSeconds();
  }

  @Override
  public List<Digest> openJobs() {
    return market.openJobs();
  }

  @Override
  public JobView job(Digest jobId) {
    return market.job(jobId);
  }

  @Override
  public RoundView round(Digest jobId, int round) {
    return market.round(jobId, round);
  }

  @Override
  public void claimUnit(Digest jobId, int round, Digest nodeId) {
    market.claimUnit(jobId, round, nodeId);
  }

  @Override
  public void commitUnit(Digest jobId, int round, int unit, Digest commitment) {
    market.commitUnit(jobId, round, unit, commitment);
  }

  @Override
  public void revealUnit(
      FineTuneReceipt receipt, Digest salt, Signature nodeSignature, String uri) {
    market.revealUnit(receipt, salt, nodeSignature, uri);
  }

  @Override
  public void openEvaluation(Digest jobId, int round) {
    market.openEvaluation(jobId, round);
  }

  @Override
  public void sealSeed(Digest jobId, int round) {
    market.sealSeed(jobId, round);
  }

  @Override
  public void drawSeats(Digest taskId) {
    market.drawSeats(taskId);
  }

  @Override
  public void commitMeasurement(Digest taskId, int seat, Digest commitment) {
    market.commitMeasurement(taskId, seat, commitment);
  }

  @Override
  public void revealMeasurement(
      Digest taskId, int seat, RoundResult result, Digest traceRoot, Digest salt) {
    market.revealMeasurement(taskId, seat, result, traceRoot, salt);
  }

  @Override
  public void finalizeTask(Digest taskId) {
    market.finalizeTask(taskId);
  }

  @Override
  public void settleRound(Digest jobId, int round, RoundResult agreedOrEmpty) {
    market.settleRound(jobId, round, agreedOrEmpty);
  }

  @Override
  public void claimFee(Digest taskId, int seat) {
    market.claimFee(taskId, seat);
  }

  @Override
  public void claimReward(Digest jobId, int round, int unit) {
    market.claimReward(jobId, round, unit);
  }
}
