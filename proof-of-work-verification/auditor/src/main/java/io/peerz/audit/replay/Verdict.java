package io.peerz.audit.replay;

/** What a replay found; anything but {@link #TRUE} names the field of the receipt that lies. */
public enum Verdict {
  TRUE,
  /** The rows are not those that the receipt names: the evidence is of other work. */
  OTHER_INPUT,
  /** The cost is not what the formula gives. */
  FALSE_COST,
  /** The output is not what these layers make of this input. */
  FALSE_OUTPUT
}
