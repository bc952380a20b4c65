package io.peerz.finetune.corpus;

import java.util.List;
import java.util.Random;

/** Three-sentence stories and questions whose answers must be looked up in them. */
final class Stories {
  private record Story(
      String owner, String color, String animal, String finder, String thing, String place) {

    static Story draw(Random random, String animal) {
      String owner = Pick.from(random, Words.NAMES);
      return new Story(
          owner,
          Pick.from(random, Words.COLORS),
          animal,
          Pick.other(random, owner, Words.NAMES),
          Pick.from(random, Words.THINGS),
          Pick.from(random, Words.PLACES));
    }

    String text() {
      return "%s has a %s %s. The %s lost a %s in the %s. %s found the %s and gave it to %s."
          .formatted(owner, color, animal, animal, thing, place, finder, thing, owner);
    }

    List<Turn> questions() {
      return List.of(
          new Turn("Who has the " + animal + "?", owner + " has the " + animal + "."),
          new Turn("Who found the " + thing + "?", finder + " found the " + thing + "."),
          new Turn("What color is the " + animal + "?", "The " + animal + " is " + color + "."),
          new Turn("What did the " + animal + " lose?", "The " + animal + " lost a " + thing + "."),
          new Turn(
              "Where was the " + thing + " lost?",
              "The " + thing + " was lost in the " + place + "."),
          new Turn("Who got the " + thing + "?", owner + " got the " + thing + "."));
    }
  }

  private static final String[] ASK = {
    "Tell me a story.", "Tell me a short story.", "Write a story.", "Can you tell me a story?"
  };

  private Stories() {}

  /** A story with its question in one message. */
  static Turn question(Random random) {
    Story story = Story.draw(random, Pick.from(random, Words.ANIMALS));
    List<Turn> questions = story.questions();
    Turn asked = questions.get(random.nextInt(questions.size()));
    return new Turn(story.text() + " " + asked.user(), asked.assistant());
  }

  /** Somebody asks for a story and then about it. */
  static List<Turn> told(Random random) {
    String animal = Pick.from(random, Words.ANIMALS);
    Story story = Story.draw(random, animal);
    String ask =
        random.nextBoolean() ? Pick.from(random, ASK) : "Tell me a story about a " + animal + ".";
    Turn telling = new Turn(ask, story.text());
    List<Turn> questions = story.questions();
    return switch (random.nextInt(3)) {
      case 0 -> List.of(telling);
      case 1 -> List.of(telling, questions.get(random.nextInt(questions.size())));
      default ->
          List.of(
              telling,
              questions.get(random.nextInt(questions.size())),
              questions.get(random.nextInt(questions.size())));
    };
  }

  static String plain(Random random) {
    return Story.draw(random, Pick.from(random, Words.ANIMALS)).text();
  }
}
