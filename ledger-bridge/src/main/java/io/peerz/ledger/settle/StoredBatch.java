package io.peerz.ledger.settle;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.BatchHeader;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A batch in the outbox. Transactions and the reward are copied from the chain's events.
 *
 * @param closed so deep in the chain, or so final, that it needs no more looking at
 */
public record StoredBatch(
    BatchHeader header,
    BatchState state,
    Optional<Digest> submitTx,
    Optional<Digest> finalizeTx,
    Optional<Digest> claimTx,
    Optional<BigInteger> rewardWei,
    boolean closed) {

  static StoredBatch built(BatchHeader header) {
    return new StoredBatch(
        header,
        BatchState.BUILT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  public long epoch() {
    return header.epoch();
  }

  /** keccak(abi.encode(nodeId, epoch)), as the contract names it. */
  public Digest batchId() {
    return new AbiWriter(2).digest(header.nodeId()).uint(header.epoch()).hash();
  }

  StoredBatch in(BatchState next) {
    return new StoredBatch(header, next, submitTx, finalizeTx, claimTx, rewardWei, closed);
  }

  StoredBatch asClosed() {
    return new StoredBatch(header, state, submitTx, finalizeTx, claimTx, rewardWei, true);
  }
}
