package io.peerz.ledger.court;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;

/** Where a dispute stands; names and order are the contract's. */
public enum Stage {
  NONE,
  ANSWER,
  SPLIT,
  PICK,
  LEAF,
  CHOOSE,
  ROW,
  COMPUTE,
  JURY,
  RESOLVED;

  static Stage of(BigInteger onChain) {
    int ordinal = onChain.intValueExact();
    if (ordinal >= values().length) {
      throw new PeerzException(ErrorCode.CHAIN_MISMATCH, "unknown stage of a dispute " + ordinal);
    }
    return values()[ordinal];
  }

  /** The defendant must move, or loses. */
  public boolean isDefendants() {
    return this == ANSWER || this == SPLIT || this == LEAF || this == ROW;
  }

  /** The challenger must move, or loses. */
  public boolean isChallengers() {
    return this == PICK || this == CHOOSE || this == COMPUTE;
  }
}
