package io.peerz.finetune.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Things somebody has: how many, which first, which last. */
final class Lists {
  private static final String[] NUMBERS = {"zero", "one", "two", "three", "four", "five"};

  private Lists() {}

  static Turn question(Random random) {
    List<String> things = draw(random);
    String have = "I have " + joined(things) + ". ";
    String first = things.getFirst();
    String last = things.getLast();
    String count = NUMBERS[things.size()];
    return switch (random.nextInt(4)) {
      case 0 -> new Turn(have + "How many things do I have?", "You have " + count + " things.");
      case 1 ->
          new Turn(have + "What is the first thing?", "The first thing is the " + first + ".");
      case 2 -> new Turn(have + "What is the last thing?", "The last thing is the " + last + ".");
      default -> new Turn("List " + count + " things.", capital(joined(things)) + ".");
    };
  }

  static String plain(Random random) {
    List<String> things = draw(random);
    return "%s has %s. That is %s things, first the %s and last the %s."
        .formatted(
            Pick.from(random, Words.NAMES),
            joined(things),
            NUMBERS[things.size()],
            things.getFirst(),
            things.getLast());
  }

  private static List<String> draw(Random random) {
    List<String> shuffled = new ArrayList<>(List.of(Words.THINGS));
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, 2 + random.nextInt(4));
  }

  /** {@code a key, a cup and a hat} */
  private static String joined(List<String> things) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < things.size(); i++) {
      if (i > 0) {
        text.append(i == things.size() - 1 ? " and " : ", ");
      }
      text.append("a ").append(things.get(i));
    }
    return text.toString();
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
