package io.peerz.ledger.audit;

import io.peerz.proof.id.Address;

/**
 * Whether anybody asked for a sample of a batch, and what came of it.
 *
 * @param by who waits for the answer; zero when nobody does
 * @param respondBySeconds 0 when nobody ever asked
 */
public record Question(Address by, long respondBySeconds, boolean answered) {
  public boolean wasAsked() {
    return respondBySeconds != 0;
  }

  /** Whether the node stayed silent until now. */
  public boolean isOverdue(long nowSeconds) {
    return !by.equals(Address.ZERO) && nowSeconds > respondBySeconds;
  }
}
