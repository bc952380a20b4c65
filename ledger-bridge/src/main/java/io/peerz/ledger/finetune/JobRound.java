package io.peerz.ledger.finetune;

import io.peerz.proof.id.Digest;
import java.util.List;

/**
 * A round as the chain has it.
 *
 * @param seedEpoch epoch whose seed fixes order and seats; 0 before the evaluation is opened
 * @param taskId the committee's task; zero before the evaluation is opened
 * @param units claimed so far, in unit order
 */
public record JobRound(
    Digest jobId,
    int round,
    long claimUntilSeconds,
    long commitUntilSeconds,
    long revealUntilSeconds,
    boolean settled,
    Digest baseRoot,
    Digest dataSeed,
    long seedEpoch,
    Digest taskId,
    List<JobUnit> units) {
  public JobRound {
    units = List.copyOf(units);
  }

  public boolean evaluationIsOpen() {
    return !taskId.equals(Digest.ZERO);
  }
}
