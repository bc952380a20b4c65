package io.peerz.finetune.update;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Choice of the values worth sending. */
final class Largest {
  private Largest() {}

  /**
   * Ascending indices, from 0, of the {@code kept} largest magnitudes; among equals the lower index
   * wins.
   */
  static int[] indices(float[] values, int from, int length, int kept) {
    if (kept == length) {
      return IntStream.range(0, length).toArray();
    }
    // Non-negative floats order like their bits: magnitude above, reversed index below, in one
    // long.
    long[] keys = new long[length];
    for (int i = 0; i < length; i++) {
      long magnitude = Float.floatToRawIntBits(Math.abs(values[from + i]));
      keys[i] = magnitude << 32 | (length - 1 - i);
    }
    return Arrays.stream(keys)
        .sorted()
        .skip(length - (long) kept)
        .mapToInt(key -> length - 1 - (int) key)
        .sorted()
        .toArray();
  }
}
