package io.peerz.finetune.duty;

/** Losses of the same batches before and after: whole numbers in, whole numbers out. */
final class PairedDifference {
  private PairedDifference() {}

  /** Mean loss, rounded down: the number that goes on chain. */
  static long mean(long[] losses) {
    long sum = 0;
    for (long loss : losses) {
      sum = Math.addExact(sum, loss);
    }
    return Math.floorDiv(sum, losses.length);
  }

  /** Standard error of the mean difference, rounded up; strict arithmetic in batch order. */
  static long standardError(long[] before, long[] after) {
    int batches = before.length;
    double mean = 0;
    for (int i = 0; i < batches; i++) {
      mean += (double) Math.subtractExact(before[i], after[i]) / batches;
    }
    double squares = 0;
    for (int i = 0; i < batches; i++) {
      double deviation = Math.subtractExact(before[i], after[i]) - mean;
      squares += deviation * deviation;
    }
    return (long) Math.ceil(Math.sqrt(squares / (batches - 1.0) / batches));
  }
}
