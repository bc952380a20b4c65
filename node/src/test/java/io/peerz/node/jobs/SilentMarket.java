package io.peerz.node.jobs;

import io.peerz.finetune.market.JobView;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.finetune.market.RoundResult;
import io.peerz.finetune.market.RoundView;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.FineTuneReceipt;
import io.peerz.proof.sign.Signature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A market that shows what a test put there and takes no action. */
final class SilentMarket implements RoundMarket {
  final Map<Digest, JobView> jobs = new HashMap<>();
  final Map<Integer, RoundView> rounds = new HashMap<>();

  @Override
  public long nowSeconds() {
    return 0;
  }

  @Override
  public List<Digest> openJobs() {
    return List.copyOf(jobs.keySet());
  }

  @Override
  public JobView job(Digest jobId) {
    JobView job = jobs.get(jobId);
    if (job == null) {
      throw new PeerzException(ErrorCode.NOT_FOUND, "no job " + jobId);
    }
    return job;
  }

  @Override
  public RoundView round(Digest jobId, int round) {
    return rounds.get(round);
  }

  @Override
  public void claimUnit(Digest jobId, int round, Digest nodeId) {
    throw refused();
  }

  @Override
  public void commitUnit(Digest jobId, int round, int unit, Digest commitment) {
    throw refused();
  }

  @Override
  public void revealUnit(
      FineTuneReceipt receipt, Digest salt, Signature nodeSignature, String uri) {
    throw refused();
  }

  @Override
  public void openEvaluation(Digest jobId, int round) {
    throw refused();
  }

  @Override
  public void sealSeed(Digest jobId, int round) {
    throw refused();
  }

  @Override
  public void drawSeats(Digest taskId) {
    throw refused();
  }

  @Override
  public void commitMeasurement(Digest taskId, int seat, Digest commitment) {
    throw refused();
  }

  @Override
  public void revealMeasurement(
      Digest taskId, int seat, RoundResult result, Digest traceRoot, Digest salt) {
    throw refused();
  }

  @Override
  public void finalizeTask(Digest taskId) {
    throw refused();
  }

  @Override
  public void settleRound(Digest jobId, int round, RoundResult agreedOrEmpty) {
    throw refused();
  }

  @Override
  public void claimFee(Digest taskId, int seat) {
    throw refused();
  }

  @Override
  public void claimReward(Digest jobId, int round, int unit) {
    throw refused();
  }

  private static PeerzException refused() {
    return new PeerzException(ErrorCode.TRANSACTION_REVERTED, "this market takes no action");
  }
}
