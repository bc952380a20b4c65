package io.peerz.finetune.market;

/** Where a unit stands; the names and the order are the contract's. */
public enum UnitStatus {
  NONE,
  CLAIMED,
  COMMITTED,
  REVEALED,
  REJECTED,
  SETTLED,
  PAID,
  FORFEITED;

  /** Whether the unit was revealed and not thrown out: it is measured and may be merged. */
  public boolean counts() {
    return this == REVEALED || this == SETTLED || this == PAID;
  }
}
