package io.peerz.proof.error;

import java.math.BigInteger;

/** Checks of values that may come from outside; each failure names the value and its bounds. */
public final class Require {
  private Require() {}

  public static void that(boolean condition, ErrorCode code, String message) {
    if (!condition) {
      throw new PeerzException(code, message);
    }
  }

  /** Refuses a value outside [min, max]. */
  public static void range(ErrorCode code, String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new PeerzException(
          code, name + " is " + value + " but must lie in " + min + ".." + max);
    }
  }

  /** Refuses a value that does not fit a Solidity {@code uint<bits>}; bits below 64. */
  public static void uint(ErrorCode code, String name, long value, int bits) {
    range(code, name, value, 0, (1L << bits) - 1);
  }

  /** Refuses a value that does not fit a Solidity {@code uint<bits>}. */
  public static void uint(ErrorCode code, String name, BigInteger value, int bits) {
    if (value.signum() < 0 || value.bitLength() > bits) {
      throw new PeerzException(code, name + " does not fit uint" + bits);
    }
  }
}
