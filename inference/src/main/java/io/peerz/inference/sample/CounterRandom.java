package io.peerz.inference.sample;

/**
 * Randomness as a pure function of (seed, position): any machine may draw the number of any
 * position at any time. Two rounds of the SplitMix64 finalizer (Steele, Lea, Flood 2014).
 */
final class CounterRandom {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private CounterRandom() {}

  /** Uniform in [0, 1), a multiple of 2^-53. */
  static double uniform(long seed, long position) {
    long bits = mix(mix(seed + GOLDEN_GAMMA) + position * GOLDEN_GAMMA);
    return (bits >>> 11) * 0x1.0p-53;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
