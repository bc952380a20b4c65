package io.peerz.finetune.market;

/** What evaluators found of a unit; names and order are the contract's. */
public enum Verdict {
  /** Its update was merged and is paid by what it improved. */
  JOINED,
  /** Its update alone did not lower the loss: not merged, not paid. */
  LEFT_OUT,
  /** It was trained again and came out differently: not merged, and its bond is lost. */
  CAUGHT
}
