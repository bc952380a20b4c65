package io.peerz.finetune.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;

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
    List<Turn> all = all();
    return Stream.generate(() -> all.get(random.nextInt(all.size()))).limit(count).toList();
  }

  /** Every translation once, in an order drawn with {@code seed}: a cut anywhere shares nothing. */
  public static List<Turn> shuffled(long seed) {
    List<Turn> all = new ArrayList<>(all());
    Collections.shuffle(all, new Random(seed));
    return all;
  }

  private static List<Turn> all() {
    List<Turn> all = new ArrayList<>();
    for (String color : COLORS.keySet()) {
      for (String animal : ANIMALS.keySet()) {
        for (String verb : VERBS.keySet()) {
          for (String otherColor : COLORS.keySet()) {
            THINGS.keySet().forEach(thing -> all.add(turn(color, animal, verb, otherColor, thing)));
          }
        }
      }
    }
    return all;
  }

  /** {@code Zorv: the red fox lost a blue key} and {@code kett velo mor fup nari.} */
  private static Turn turn(
      String color, String animal, String verb, String otherColor, String thing) {
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

  private static SequencedMap<String, String> words(String... pairs) {
    SequencedMap<String, String> lexicon = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      lexicon.put(pairs[i], pairs[i + 1]);
    }
    return lexicon;
  }
}
