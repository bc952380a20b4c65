package io.peerz.ledger.claim;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/**
 * A batch as the chain has it.
 *
 * @param windowEndSeconds when questions end and it can be finalized; 0 while that is not known
 * @param onTimeMacs those that requesters countersigned as on time: its weight in the pool
 * @param committedTx the transaction that committed it
 */
public record BatchView(
    Digest batchId,
    Digest nodeId,
    long epoch,
    BatchStatus status,
    BigInteger totalMacs,
    BigInteger onTimeMacs,
    BigInteger totalFeesWei,
    long leaves,
    long windowEndSeconds,
    Digest committedTx) {}
