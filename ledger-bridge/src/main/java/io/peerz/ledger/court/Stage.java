package io.peerz.ledger.court;

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

  /** The defendant must move, or loses. */
  public boolean isDefendants() {
    return this == ANSWER || this == SPLIT || this == LEAF || this == ROW;
  }

  /** The challenger must move, or loses. */
  public boolean isChallengers() {
    return this == PICK || this == CHOOSE || this == COMPUTE;
  }
}
