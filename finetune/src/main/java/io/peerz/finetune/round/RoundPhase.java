package io.peerz.finetune.round;

/** What is due in a round; the chain's clock alone decides. */
public enum RoundPhase {
  /** The round has not begun. */
  WAITING,
  /** Nodes claim units and post their bonds. */
  CLAIM,
  /** Nodes train and commit to their updates. */
  TRAIN,
  /** Nodes reveal their updates; what is missing at the end does not count. */
  REVEAL,
  /** Drawn evaluators measure and commit. */
  EVALUATE,
  /** Evaluators reveal their measurements. */
  REVEAL_MEASUREMENT,
  /** Anybody may settle the round. */
  SETTLE
}
