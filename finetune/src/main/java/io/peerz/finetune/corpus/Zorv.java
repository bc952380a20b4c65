package io.peerz.finetune.corpus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;

/**
 * Zorv, an invented language for showing what fine-tuning does: its words occur nowhere in the base
 * model's text and its sentences run backwards, so an untuned model gets none of the 2,304
 * sentences right.
 */
public final class Zorv {
  private static final SequencedMap<String, String> COLORS =
      words("red", "nari", "blue", "velo", "green", "susk", "white", "orra");
  private static final SequencedMap<String, String> ANIMALS =
      words(
          "fox", "fup", "cat", "lirr", "dog", "bosk", "hare", "tavi", "goat", "krem", "bear",
          "vond");
  private static final SequencedMap<String, String> VERBS =
      words("lost", "mor", "found", "kesh", "saw", "ilu", "took", "rag");
  private static final SequencedMap<String, String> THINGS =
      words(
          "key", "kett", "cup", "jolu", "hat", "smee", "lamp", "ardo", "book", "fliv", "coin",
          "tunk");

  private Zorv() {}

  /** {@code count} translations drawn with {@code seed}; some may be equal. */
  public static List<Turn> translations(long seed, int count) {
    Random random = new Random(seed);
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      turns.add(translation(random));
    }
    return turns;
  }

  /** {@code Zorv: the red fox lost a blue key} and {@code kett velo mor fup nari.} */
  private static Turn translation(Random random) {
    String color = draw(random, COLORS);
    String animal = draw(random, ANIMALS);
    String verb = draw(random, VERBS);
    String otherColor = draw(random, COLORS);
    String thing = draw(random, THINGS);
    return new Turn(
        "Zorv: the %s %s %s a %s %s".formatted(color, animal, verb, otherColor, thing),
        "%s %s %s %s %s."
            .formatted(
                THINGS.get(thing),
                COLORS.get(otherColor),
                VERBS.get(verb),
                ANIMALS.get(animal),
                COLORS.get(color)));
  }

  private static String draw(Random random, SequencedMap<String, String> lexicon) {
    return List.copyOf(lexicon.keySet()).get(random.nextInt(lexicon.size()));
  }

  private static SequencedMap<String, String> words(String... pairs) {
    SequencedMap<String, String> lexicon = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      lexicon.put(pairs[i], pairs[i + 1]);
    }
    return lexicon;
  }
}
