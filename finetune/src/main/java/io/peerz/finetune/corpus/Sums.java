package io.peerz.finetune.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sums of two digits. */
public final class Sums {
  private static final String[] ASK = {
    "What is %d + %d?",
    "What is %d plus %d?",
    "How much is %d + %d?",
    "Add %d and %d.",
    "%d + %d = ?",
    "%d+%d",
    "What is %d+%d?",
    "Compute %d + %d."
  };

  private Sums() {}

  static Turn question(Random random) {
    String form = Pick.from(random, ASK);
    if (random.nextInt(20) == 0) {
      int large = 10 + random.nextInt(90);
      int other = random.nextInt(100);
      return new Turn(form.formatted(large, other), "I can only add numbers from 0 to 9.");
    }
    return question(form, random.nextInt(10), random.nextInt(10));
  }

  static String plain(Random random) {
    int a = random.nextInt(10);
    int b = random.nextInt(10);
    return "%d + %d = %d.".formatted(a, b, a + b);
  }

  /** The hundred sums, asked in the first phrasing. */
  public static List<Turn> all() {
    List<Turn> all = new ArrayList<>();
    for (int a = 0; a < 10; a++) {
      for (int b = 0; b < 10; b++) {
        all.add(question(ASK[0], a, b));
      }
    }
    return all;
  }

  private static Turn question(String form, int a, int b) {
    return new Turn(form.formatted(a, b), "%d + %d = %d.".formatted(a, b, a + b));
  }
}
