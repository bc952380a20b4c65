package io.peerz.ledger.settle;

/** How far a batch has come. */
public enum BatchState {
  /** Its header is fixed in the outbox. */
  BUILT,
  /** Its transaction was handed to the sender. */
  SUBMITTED,
  /** It is on chain and may be questioned. */
  COMMITTED,
  /** Its time for questions is over. */
  FINALIZED,
  /** Its reward is paid. */
  CLAIMED,
  /** A question stayed unanswered: no reward. */
  VOIDED,
  /** The epoch in which it could be committed passed: no reward; vouchers are paid all the same. */
  MISSED
}
