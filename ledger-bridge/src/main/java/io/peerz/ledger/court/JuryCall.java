package io.peerz.ledger.court;

import io.peerz.proof.id.Digest;

/**
 * A jury that was called.
 *
 * @param taskId the committee's task
 * @param step of the shard's pass that the jury must compute
 * @param root what the defendant says the step made; zero when a second jury is called
 */
public record JuryCall(Digest disputeId, Digest taskId, int step, Digest root) {}
