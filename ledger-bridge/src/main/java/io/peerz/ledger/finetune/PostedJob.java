package io.peerz.ledger.finetune;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/**
 * A job as the chain has it.
 *
 * @param uri who serves the job's blobs
 * @param unitMacs cost of one unit, computed on chain
 * @param escrowWei what is not yet owed to anybody
 * @param currentRound the round that runs, or the last one of a closed job
 * @param closed whether no further round begins
 * @param adapterRoot root after the last settled round
 */
public record PostedJob(
    Digest jobId,
    Address client,
    JobOffer offer,
    String uri,
    BigInteger unitMacs,
    BigInteger escrowWei,
    int currentRound,
    boolean closed,
    Digest adapterRoot) {}
