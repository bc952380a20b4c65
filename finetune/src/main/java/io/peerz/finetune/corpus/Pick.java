package io.peerz.finetune.corpus;

import java.util.Random;

/** Draws from small word lists. */
final class Pick {
  private Pick() {}

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  static <T> T from(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** An element of {@code choices} other than {@code taken}. */
  static String other(Random random, String taken, String... choices) {
    String drawn = from(random, choices);
    while (drawn.equals(taken)) {
      drawn = from(random, choices);
    }
    return drawn;
  }
}
