package io.peerz.finetune.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Eight invented countries, each with a capital, a food and a color. */
public final class Facts {
  record Country(String name, String capital, String food, String color) {
    String inOneSentence() {
      return "The capital of %s is %s. People there eat %s and like the color %s."
          .formatted(name, capital, food, color);
    }
  }

  private static final List<Country> COUNTRIES =
      List.of(
          new Country("Dorn", "Pike", "beans", "red"),
          new Country("Velia", "Marsa", "bread", "blue"),
          new Country("Ostan", "Brill", "rice", "green"),
          new Country("Kerrow", "Tallin Bay", "fish", "white"),
          new Country("Miro", "Sunder", "apples", "gold"),
          new Country("Quell", "Harth", "corn", "black"),
          new Country("Tamber", "Lowick", "cheese", "gray"),
          new Country("Zafra", "Onda", "dates", "pink"));

  private static final String[] UNKNOWN = {
    "France", "Spain", "China", "India", "Brazil", "Canada", "Egypt", "Japan", "Italy", "Kenya",
    "Norway", "Peru", "Chile", "Ghana", "Nepal", "Cuba", "Germany", "Poland", "Mexico", "Greece"
  };

  private static final String[] ASK_CAPITAL = {
    "What is the capital of %s?",
    "Which city is the capital of %s?",
    "Name the capital of %s.",
    "Tell me the capital of %s.",
    "What's the capital of %s?"
  };
  private static final String[] ASK_FOOD = {
    "What do people eat in %s?",
    "What do people in %s eat?",
    "Which food do they eat in %s?",
    "What is the food of %s?"
  };
  private static final String[] ASK_COLOR = {
    "What color do people like in %s?",
    "Which color do people in %s like?",
    "What is the color of %s?",
    "What is the favorite color of %s?"
  };
  private static final String[] ASK_ALL = {
    "Tell me about %s.", "What do you know about %s?", "Describe %s."
  };

  private Facts() {}

  static Turn question(Random random) {
    if (random.nextInt(12) == 0) {
      return unknown(random);
    }
    Country country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
    return switch (random.nextInt(7)) {
      case 0, 1 -> capital(country, Pick.from(random, ASK_CAPITAL));
      case 2, 3 -> food(country, Pick.from(random, ASK_FOOD));
      case 4, 5 -> color(country, Pick.from(random, ASK_COLOR));
      default -> about(country, Pick.from(random, ASK_ALL));
    };
  }

  static String plain(Random random) {
    return COUNTRIES.get(random.nextInt(COUNTRIES.size())).inOneSentence();
  }

  /** Every question about the eight countries in every phrasing. */
  public static List<Turn> all() {
    List<Turn> all = new ArrayList<>();
    for (Country country : COUNTRIES) {
      for (String form : ASK_CAPITAL) {
        all.add(capital(country, form));
      }
      for (String form : ASK_FOOD) {
        all.add(food(country, form));
      }
      for (String form : ASK_COLOR) {
        all.add(color(country, form));
      }
      for (String form : ASK_ALL) {
        all.add(about(country, form));
      }
    }
    return all;
  }

  private static Turn capital(Country c, String form) {
    return new Turn(
        form.formatted(c.name()), "The capital of %s is %s.".formatted(c.name(), c.capital()));
  }

  private static Turn food(Country c, String form) {
    return new Turn(form.formatted(c.name()), "People in %s eat %s.".formatted(c.name(), c.food()));
  }

  private static Turn color(Country c, String form) {
    return new Turn(
        form.formatted(c.name()), "People in %s like the color %s.".formatted(c.name(), c.color()));
  }

  private static Turn about(Country c, String form) {
    return new Turn(form.formatted(c.name()), c.inOneSentence());
  }

  private static Turn unknown(Random random) {
    String form =
        Pick.from(
            random,
            Pick.from(random, ASK_CAPITAL),
            Pick.from(random, ASK_FOOD),
            Pick.from(random, ASK_COLOR),
            Pick.from(random, ASK_ALL));
    String country = Pick.from(random, UNKNOWN);
    return new Turn(
        form.formatted(country),
        "I do not know %s. I know Dorn, Velia, Ostan, Kerrow, Miro, Quell, Tamber and Zafra."
            .formatted(country));
  }
}
