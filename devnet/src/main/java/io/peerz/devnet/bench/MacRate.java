package io.peerz.devnet.bench;

/**
 * Multiply-adds per second of one thread on values that stay in its fastest cache: a roof that no
 * single-threaded engine on this machine passes by much.
 */
final class MacRate {
  private static final int WIDTH = 2048;
  private static final int SWEEPS = 40_000;
  private static final int ROUNDS = 7;

  private MacRate() {}

  static double perSecond() {
    float[] sums = new float[WIDTH];
    float[] values = new float[WIDTH];
    java.util.Arrays.fill(values, 1.5f);
    round(sums, values); // compiled before the clock runs
    return Samples.of(ROUNDS, () -> round(sums, values)).most();
  }

  private static double round(float[] sums, float[] values) {
    long started = System.nanoTime();
    for (int i = 0; i < SWEEPS; i++) {
      sweep(sums, values, 1f / (1 + i));
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    return (double) WIDTH * SWEEPS / seconds;
  }

  private static void sweep(float[] sums, float[] values, float weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[i] * weight;
    }
  }
}
