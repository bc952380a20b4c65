package io.peerz.ledger.audit;

import io.peerz.proof.id.Digest;

/** A committed batch. */
public record OpenBatch(Digest batchId, Digest nodeId, long epoch) {}
