package io.peerz.ledger.settle;

import io.peerz.contracts.ContributionLedger;
import io.peerz.ledger.claim.BatchStatus;
import io.peerz.ledger.claim.RewardDesk;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.Optional;
import org.web3j.abi.datatypes.Event;
import org.web3j.protocol.core.methods.response.Log;

/** Copies what the chain says about a batch into the outbox: the chain is always right. */
final class BatchRecorder {
  private final RewardDesk desk;
  private final BatchStore store;

  BatchRecorder(RewardDesk desk, BatchStore store) {
    this.desk = desk;
    this.store = store;
  }

  /** Brings a batch's row up to its status on chain; also backwards, after a reorganisation. */
  StoredBatch record(StoredBatch batch, BatchStatus status) {
    BatchState next = stateFor(batch.state(), status);
    if (next == batch.state()) {
      return batch;
    }
    StoredBatch seen =
        new StoredBatch(
            batch.header(),
            next,
            transaction(batch, ContributionLedger.BATCHCOMMITTED_EVENT),
            transaction(batch, ContributionLedger.BATCHFINALIZED_EVENT),
            transaction(batch, ContributionLedger.REWARDCLAIMED_EVENT),
            rewardWei(batch),
            false);
    store.update(seen);
    return seen;
  }

  private static BatchState stateFor(BatchState before, BatchStatus status) {
    return switch (status) {
      case NONE ->
          before == BatchState.SUBMITTED || before == BatchState.MISSED ? before : BatchState.BUILT;
      case COMMITTED, CHALLENGED -> BatchState.COMMITTED;
      case FINALIZED -> BatchState.FINALIZED;
      case CLAIMED -> BatchState.CLAIMED;
      case VOIDED -> BatchState.VOIDED;
    };
  }

  private Optional<Digest> transaction(StoredBatch batch, Event event) {
    return desk.event(batch.batchId(), batch.epoch(), event)
        .map(log -> Digest.ofHex(log.getTransactionHash()));
  }

  private Optional<BigInteger> rewardWei(StoredBatch batch) {
    return desk.event(batch.batchId(), batch.epoch(), ContributionLedger.REWARDCLAIMED_EVENT)
        .map(ContributionLedger::getRewardClaimedEventFromLog)
        .map(event -> event.paid);
  }

  /** The block in which a batch was claimed, if it was. */
  Optional<Long> claimedInBlock(StoredBatch batch) {
    return desk.event(batch.batchId(), batch.epoch(), ContributionLedger.REWARDCLAIMED_EVENT)
        .map(Log::getBlockNumber)
        .map(BigInteger::longValueExact);
  }
}
