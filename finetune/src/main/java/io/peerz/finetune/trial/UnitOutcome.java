package io.peerz.finetune.trial;

import java.math.BigInteger;

/**
 * What a round brought one unit.
 *
 * @param gain what it is paid for, nano-nats per token
 * @param balanceWei pay, or the bond it lost as a negative number
 */
record UnitOutcome(Fate fate, long gain, BigInteger balanceWei) {
  /** How a unit ends. */
  enum Fate {
    /** Merged and paid. */
    JOINED,
    /** Neither merged nor paid. */
    LEFT_OUT,
    /** Trained again, found different, its bond burned. */
    CAUGHT,
    /** Claimed and not revealed: half its bond burned. */
    FORFEITED
  }
}
