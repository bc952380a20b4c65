package io.peerz.finetune.duty;

/** What a duty's tick did. */
public enum Progress {
  /** Nothing is due now. */
  WAITING,
  /** It took a step. */
  MOVED,
  /** Nothing is left to do in this round. */
  DONE
}
