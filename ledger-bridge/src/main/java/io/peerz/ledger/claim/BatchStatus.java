package io.peerz.ledger.claim;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;

/** The status of a batch on chain, in the contract's order. */
public enum BatchStatus {
  NONE,
  COMMITTED,
  CHALLENGED,
  FINALIZED,
  CLAIMED,
  VOIDED;

  static BatchStatus of(BigInteger onChain) {
    int ordinal = onChain.intValueExact();
    if (ordinal >= values().length) {
      throw new PeerzException(ErrorCode.CHAIN_MISMATCH, "unknown batch status " + ordinal);
    }
    return values()[ordinal];
  }
}
