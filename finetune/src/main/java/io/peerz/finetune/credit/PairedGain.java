package io.peerz.finetune.credit;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/**
 * Differences of losses on the same batches: their mean and how sure it is. Whole numbers in, whole
 * numbers out.
 */
final class PairedGain {
  private PairedGain() {}

  /** Mean loss of all batches, rounded down: the number that goes on chain. */
  static long mean(long[] losses) {
    long sum = 0;
    for (long loss : losses) {
      sum = Math.addExact(sum, loss);
    }
    return Math.floorDiv(sum, losses.length);
  }

  /** {@code before - after}, batch by batch. */
  static long[] difference(long[] before, long[] after) {
    if (before.length != after.length) {
      throw new PeerzException(ErrorCode.BUG, "losses of different batches cannot be compared");
    }
    long[] difference = new long[before.length];
    for (int batch = 0; batch < difference.length; batch++) {
      difference[batch] = Math.subtractExact(before[batch], after[batch]);
    }
    return difference;
  }

  /**
   * Standard error of the mean of {@code (there + back) / 2}, rounded up. Strict double arithmetic
   * in batch order, so every machine gets the same number.
   */
  static long standardError(long[] there, long[] back) {
    int batches = there.length;
    double mean = 0;
    for (int batch = 0; batch < batches; batch++) {
      mean += half(there, back, batch) / batches;
    }
    double squares = 0;
    for (int batch = 0; batch < batches; batch++) {
      double deviation = half(there, back, batch) - mean;
      squares += deviation * deviation;
    }
    return (long) Math.ceil(Math.sqrt(squares / (batches - 1.0) / batches));
  }

  private static double half(long[] there, long[] back, int batch) {
    return Math.addExact(there[batch], back[batch]) / 2.0;
  }
}
