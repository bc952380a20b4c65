package io.peerz.ledger.settle;

/** Places between which a process may die; tests kill it at each. */
enum Step {
  LINE_DRAWN,
  BATCH_STORED,
  BATCH_SIGNED,
  SUBMIT_NOTED,
  SUBMITTED,
  COMMIT_RECORDED,
  FINALIZED,
  FINALIZE_RECORDED,
  REDEEMED,
  CLAIMED,
  CLAIM_RECORDED;

  /** Told when a step is behind us. */
  @FunctionalInterface
  interface Observer {
    void reached(Step step);
  }
}
