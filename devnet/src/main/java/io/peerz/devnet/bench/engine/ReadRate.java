package io.peerz.devnet.bench.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How fast threads together read memory that no cache holds, in bytes per second. */
final class ReadRate {
  private static final int LONGS = 32 << 20;
  private static final int PASSES = 6;

  private ReadRate() {}

  /** The best of some passes. */
  static double bytesPerSecond(int threads) throws InterruptedException {
    long[][] data = new long[threads][LONGS / threads];
    double best = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      long started = System.nanoTime();
      List<Thread> readers = new ArrayList<>();
      long[] sums = new long[threads];
      for (int i = 0; i < threads; i++) {
        int index = i;
        readers.add(Thread.ofPlatform().start(() -> sums[index] = sum(data[index])));
      }
      for (Thread reader : readers) {
        reader.join();
      }
      best = Math.max(best, 8.0 * LONGS * 1e9 / (System.nanoTime() - started));
      // A sum that nobody looks at would not be computed.
      if (Arrays.stream(sums).sum() != 0) {
        throw new IllegalStateException("zeros sum to zero");
      }
    }
    return best;
  }

  private static long sum(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }
}
