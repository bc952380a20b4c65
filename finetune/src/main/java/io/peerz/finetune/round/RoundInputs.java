package io.peerz.finetune.round;

import io.peerz.finetune.aggregate.AdapterState;
import io.peerz.finetune.update.UpdateHeader;
import io.peerz.proof.id.Digest;

/**
 * What is fixed before a round's training begins and equal for everybody.
 *
 * @param jobId the job
 * @param round its round, from 0
 * @param seed drawn by the chain for this round; assigns data
 * @param state the adapter the round starts from
 * @param recipe how units train and how updates are merged
 */
public record RoundInputs(
    Digest jobId, int round, Digest seed, AdapterState state, JobRecipe recipe) {

  /** The header that every update of this round must carry. */
  public UpdateHeader header() {
    return new UpdateHeader(jobId, round, state.root(), state.layout().hash(), recipe.encoding());
  }
}
