package io.peerz.finetune.duty;

import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.RoundView;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.sign.Signature;
import java.util.List;

/** A node's own view of the market; every action passes through {@link #act}. */
class MarketDecorator implements RoundMarket {
  private final RoundMarket market;

  MarketDecorator(RoundMarket market) {
    this.market = market;
  }

  void act(Runnable action) {
    action.run();
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
    act(() -> market.claimUnit(jobId, round, nodeId));
  }

  @Override
  public void commitUnit(Digest jobId, int round, int unit, Digest commitment) {
    act(() -> market.commitUnit(jobId, round, unit, commitment));
  }

  @Override
  public void revealUnit(FineTuneReceipt receipt, Digest salt, Signature signature, String uri) {
    act(() -> market.revealUnit(receipt, salt, signature, uri));
  }

  @Override
  public void openEvaluation(Digest jobId, int round) {
    act(() -> market.openEvaluation(jobId, round));
  }

  @Override
  public void sealSeed(Digest jobId, int round) {
    market.sealSeed(jobId, round);
  }

  @Override
  public void drawSeats(Digest taskId) {
    act(() -> market.drawSeats(taskId));
  }

  @Override
  public void commitMeasurement(Digest taskId, int seat, Digest commitment) {
    act(() -> market.commitMeasurement(taskId, seat, commitment));
  }

  @Override
  public void revealMeasurement(
      Digest taskId, int seat, RoundResult result, Digest traceRoot, Digest salt) {
    act(() -> market.revealMeasurement(taskId, seat, result, traceRoot, salt));
  }

  @Override
  public void finalizeTask(Digest taskId) {
    act(() -> market.finalizeTask(taskId));
  }

  @Override
  public void settleRound(Digest jobId, int round, RoundResult agreed) {
    act(() -> market.settleRound(jobId, round, agreed));
  }

  @Override
  public void claimFee(Digest taskId, int seat) {
    act(() -> market.claimFee(taskId, seat));
  }

  @Override
  public void claimReward(Digest jobId, int round, int unit) {
    act(() -> market.claimReward(jobId, round, unit));
  }
}
