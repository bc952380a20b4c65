package io.peerz.finetune.market;

import io.peerz.proof.id.Digest;

/**
 * A job as the chain shows it.
 *
 * @param modelId the base
 * @param recipeHash hash of the recipe
 * @param trainRoot Merkle root of the train slices
 * @param heldOutRoot Merkle root of the held-out slices
 * @param firstAdapterRoot root of the adapter state before round 0
 * @param terms money and deadlines
 * @param uri who serves the job's blobs
 * @param currentRound the round that runs, or the last one of a closed job
 * @param closed whether no further round begins
 * @param adapterRoot root after the last settled round
 */
public record JobView(
    Digest jobId,
    Digest modelId,
    Digest recipeHash,
    Digest trainRoot,
    Digest heldOutRoot,
    Digest firstAdapterRoot,
    JobTerms terms,
    String uri,
    int currentRound,
    boolean closed,
    Digest adapterRoot) {}
