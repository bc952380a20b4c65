package io.peerz.devnet.bench.engine;

import io.peerz.devnet.bench.Markdown;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** How our engines' rates stand to llama.cpp's, beside what they are meant to reach. */
final class GoalTable {
  private final Format format;

  /** Medians of one question divided by llama.cpp's, by the engines' names. */
  record Ratios(Question question, Map<String, Double> ofEngines) {}

  GoalTable(Format format) {
    this.format = format;
  }

  void write(Markdown page, List<Ratios> all) {
    page.table(
        format.label() + ": times llama.cpp's rate", "work", "engine", "ratio", "goal", "met");
    for (Ratios ratios : all) {
      ratios.ofEngines().entrySet().stream()
          .filter(each -> !each.getKey().equals(LlamaCpp.NAME))
          .forEach(each -> row(page, ratios.question(), each.getKey(), each.getValue()));
    }
  }

  private void row(Markdown page, Question question, String engine, double ratio) {
    OptionalDouble goal = engine.equals(OurEngines.FAST) ? fast(question) : exact(question);
    page.row(
        question.name(),
        engine,
        String.format(Locale.ROOT, "%.2f", ratio),
        goal.isPresent() ? String.format(Locale.ROOT, "%.1f", goal.getAsDouble()) : "none",
        goal.isEmpty() ? "" : ratio >= goal.getAsDouble() ? "yes" : "no");
  }

  private OptionalDouble fast(Question question) {
    boolean q8 = format == Format.Q8;
    if (question.isPrefill()) {
      return OptionalDouble.of(q8 ? 1.5 : 1.0);
    }
    if (question.batch() == 1) {
      return OptionalDouble.of(q8 ? 1.1 : 1.0);
    }
    return OptionalDouble.of(q8 ? 2.0 : 1.5);
  }

  private OptionalDouble exact(Question question) {
    if (question.isPrefill()) {
      return OptionalDouble.of(1.3);
    }
    return switch (question.batch()) {
      case 1 -> OptionalDouble.of(format.isBlocks() ? 0.9 : 1.0);
      case 8 -> OptionalDouble.of(1.0);
      default -> OptionalDouble.empty();
    };
  }
}
