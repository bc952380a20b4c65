package io.peerz.ledger.claim;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/**
 * A batch as the chain has it.
 *
 * @param windowEndSeconds when questions end and it can be finalized; 0 while that is not known
 * @param committedTx the transaction that committed it
 */
public record BatchView(
    Digest batchId,
    Digest nodeId,
    long epoch,
    BatchStatus status,
    BigInteger totalMacs,
    BigInteger totalFeesWei,
    long leaves,
    long windowEndSeconds,
    Digest committedTx) {}
