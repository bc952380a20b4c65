package io.peerz.ledger.settle;

import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.claim.BatchStatus;
import io.peerz.ledger.claim.RewardDesk;
import io.peerz.proof.sign.Signature;
import java.time.Duration;

/**
 * Moves one batch along: submit, finalize, claim. Each look first asks the chain where the batch
 * is, writes that down, and then does the one thing that is due. So a step done before a crash is
 * seen and not repeated, a step that a reorganisation undid is done again, and it does not matter
 * who did it.
 */
final class BatchLifecycle {
  /**
   * The contract takes the batch of an epoch in the one after it, and asks about it from the next.
   */
  private static final int SUBMIT_LAG = 1;

  private static final int SEED_LAG = 2;

  private final Contracts contracts;
  private final TransactionSender sender;
  private final RewardDesk desk;
  private final BatchStore store;
  private final BatchRecorder recorder;
  private final BatchSigner signer;
  private final VoucherRedeemer redeemer;
  private final EpochSealer sealer;
  private final OpeningAnswerer answerer;
  private final int settledDepthBlocks;
  private final SubmitTimes submitTimes;
  private final Step.Observer steps;

  BatchLifecycle(
      ChainClient chain,
      TransactionSender sender,
      BatchStore store,
      BatchSigner signer,
      VoucherRedeemer redeemer,
      OpeningAnswerer answerer,
      int settledDepthBlocks,
      SubmitTimes submitTimes,
      Step.Observer steps) {
    this.contracts = chain.contracts();
    this.sender = sender;
    this.desk = new RewardDesk(chain, sender);
    this.store = store;
    this.recorder = new BatchRecorder(desk, store);
    this.signer = signer;
    this.redeemer = redeemer;
    this.sealer = new EpochSealer(chain, sender);
    this.answerer = answerer;
    this.settledDepthBlocks = settledDepthBlocks;
    this.submitTimes = submitTimes;
    this.steps = steps;
  }

  void advance(StoredBatch batch, Moment now) {
    BatchStatus status = desk.status(batch.batchId());
    StoredBatch seen = recorder.record(batch, status);
    switch (status) {
      case NONE -> submitInTime(seen, now);
      case COMMITTED -> finalizeWhenDue(seen, now);
      case CHALLENGED -> answerer.answer(seen);
      case FINALIZED -> claim(seen, now);
      case CLAIMED -> closeWhenDeep(seen, now);
      case VOIDED -> store.update(seen.asClosed());
    }
  }

  private void submitInTime(StoredBatch batch, Moment now) {
    if (now.epoch() > batch.epoch() + SUBMIT_LAG) {
      store.update(batch.in(BatchState.MISSED).asClosed());
      return;
    }
    long startedNanos = System.nanoTime();
    Signature signature = signer.sign(batch.header());
    steps.reached(Step.BATCH_SIGNED);
    store.update(batch.in(BatchState.SUBMITTED));
    steps.reached(Step.SUBMIT_NOTED);
    sender.send(
        PreparedCall.of(
            "submitBatch:" + batch.batchId(),
            contracts.deployment().contributionLedger(),
            contracts
                .contributionLedger()
                .submitBatch(LedgerStructs.of(batch.header()), signature.bytes())
                .encodeFunctionCall(),
            "submit the batch of epoch " + batch.epoch()));
    submitTimes.add(Duration.ofNanos(System.nanoTime() - startedNanos));
    steps.reached(Step.SUBMITTED);
    recorder.record(batch.in(BatchState.SUBMITTED), desk.status(batch.batchId()));
    steps.reached(Step.COMMIT_RECORDED);
  }

  private void finalizeWhenDue(StoredBatch batch, Moment now) {
    long windowEnd = desk.windowEndSeconds(batch.epoch());
    if (windowEnd == 0) {
      sealer.seal(batch.epoch() + SEED_LAG, now);
    } else if (now.timeSeconds() > windowEnd) {
      desk.finalizeBatch(batch.batchId());
      steps.reached(Step.FINALIZED);
      recorder.record(batch, desk.status(batch.batchId()));
      steps.reached(Step.FINALIZE_RECORDED);
    }
  }

  private void claim(StoredBatch batch, Moment now) {
    redeemer.redeemAll(now.timeSeconds());
    steps.reached(Step.REDEEMED);
    desk.claim(batch.batchId());
    steps.reached(Step.CLAIMED);
    recorder.record(batch, desk.status(batch.batchId()));
    steps.reached(Step.CLAIM_RECORDED);
  }

  private void closeWhenDeep(StoredBatch batch, Moment now) {
    recorder
        .claimedInBlock(batch)
        .filter(block -> now.head() - block >= settledDepthBlocks)
        .ifPresent(block -> store.update(batch.asClosed()));
  }
}
