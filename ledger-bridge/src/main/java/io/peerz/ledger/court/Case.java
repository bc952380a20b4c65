package io.peerz.ledger.court;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.util.Objects;

/**
 * A dispute as the court has it.
 *
 * @param id names the dispute
 * @param nodeId the defendant
 * @param subject digest of the receipt in question
 * @param moveBySeconds until when whoever's move it is must have moved
 * @param isUnit about a unit of training: a jury decides from the start
 * @param lo both sides agree on the digest before this step
 * @param hi and not on the digest before this one
 * @param agreed the digest before {@code lo}
 * @param claimed the defendant's digest before {@code hi}
 * @param shown what the next move must repeat
 */
public record Case(
    Digest id,
    Digest nodeId,
    Digest subject,
    Address challenger,
    long moveBySeconds,
    Stage stage,
    boolean isUnit,
    int lo,
    int hi,
    Digest agreed,
    Digest claimed,
    Digest shown) {
  public Case {
    Objects.requireNonNull(id);
    Objects.requireNonNull(nodeId);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(challenger);
    Objects.requireNonNull(stage);
    Objects.requireNonNull(agreed);
    Objects.requireNonNull(claimed);
    Objects.requireNonNull(shown);
  }
}
