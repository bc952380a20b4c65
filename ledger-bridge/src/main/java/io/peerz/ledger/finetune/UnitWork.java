package io.peerz.ledger.finetune;

/**
 * What one unit of a job computes; the chain derives its cost from this and the model's geometry.
 *
 * @param seqs sequences of a step
 * @param seqLen tokens of a sequence
 * @param steps of a unit
 * @param rank of the adapter
 * @param targets bits of the projections that carry an adapter, as in the MAC formula
 */
public record UnitWork(long seqs, long seqLen, long steps, int rank, int targets) {}
