package io.peerz.devnet.bench.engine;

import io.peerz.devnet.bench.Machine;
import io.peerz.devnet.bench.Markdown;
import io.peerz.devnet.bench.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tokens per second of our engines and of llama.cpp on random weights of one shape, repetition by
 * repetition in turn, beside the memory's read rate.
 */
public final class EngineBench {
  private static final int[] BATCHES = {1, 4, 8};
  private static final int BEHIND = 64;
  private static final int PREFILL = 256;
  private static final int STEPS = 12;
  private static final int WARM_UPS = 2;
  private static final int SEQUENCES = 8;
  private static final int POSITIONS = 512;

  private final BenchShape shape;
  private final int repetitions;
  private final int threads = Runtime.getRuntime().availableProcessors();
  private final LlamaCpp llama;
  private final OurEngines ours;
  private final Consumer<String> progress;

  /** What one question gave each contender in all repetitions, by their names. */
  private record Result(Question question, Map<String, Samples> samples) {
    double ratio(String name) {
      return samples.get(name).median() / samples.get(LlamaCpp.NAME).median();
    }
  }

  /**
   * @param shape 1b or small
   * @param folder keeps llama.cpp between runs
   */
  public EngineBench(String shape, int repetitions, Path folder, Consumer<String> progress) {
    this.shape = BenchShape.of(shape);
    this.repetitions = repetitions;
    this.llama = new LlamaCpp(folder);
    this.ours = new OurEngines(this.shape, threads, folder);
    this.progress = progress;
  }

  /** Measures the formats one after the other; returns the page. */
  public String measure(List<String> formats) throws InterruptedException {
    Machine machine = Machine.here();
    llama.install();
    Markdown page = new Markdown("Figures of the engine");
    page.text("Written by `./peerz bench engine`.");
    page.text(about(machine));
    for (String format : formats) {
      measure(Format.of(format), page);
    }
    page.text(
        "Jlama was not run: its published library serves whole models only and took "
            + "0.15 times llama.cpp's rate when it was last tried.");
    return page.toString();
  }

  /** What a step costs as context, batch, layers and adapters grow, alone; returns the page. */
  public String measureGrowth() throws InterruptedException {
    Machine machine = Machine.here();
    Markdown page = new Markdown("What a step costs as the work grows");
    page.text("Written by `./peerz bench engine --growth`.");
    page.text(
        "%s, %d cores, %s, %s; load before the start %.1f. Random weights of the shape `%s`, %d threads, medians of 3."
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.java(),
                machine.date(),
                machine.load(),
                shape.name(),
                threads));
    double read = ReadRate.bytesPerSecond(threads);
    try (Contender exact = ours.exact(Format.Q4)) {
      new GrowthTable(shape, exact, read, progress).write(page);
    }
    return page.toString();
  }

  private String about(Machine machine) {
    return "%s, %d cores, %s, %s; load before the start %.1f. Medians of %d repetitions, least and most in brackets; the programs take turns. A load above the number of cores means that other work slowed all of it. Random weights of the shape `%s` (%d layers, width %d, inner width %d, %d query and %d key heads, vocabulary %d with a head of its own), decode behind %d positions with the head, prefill of %d tokens without it; %d threads. llama.cpp is npm's %s %s."
        .formatted(
            machine.processor(),
            machine.cores(),
            machine.java(),
            machine.date(),
            machine.load(),
            repetitions,
            shape.name(),
            shape.geometry().layers(),
            shape.geometry().dModel(),
            shape.geometry().dFf(),
            shape.geometry().heads(),
            shape.geometry().kvHeads(),
            shape.geometry().vocab(),
            BEHIND,
            PREFILL,
            threads,
            LlamaCpp.PACKAGE,
            LlamaCpp.VERSION);
  }

  private void measure(Format format, Markdown page) throws InterruptedException {
    progress.accept(format.label() + ": weights");
    double before = ReadRate.bytesPerSecond(threads);
    List<Contender> contenders = new ArrayList<>();
    try {
      contenders.add(ours.exact(format));
      if (format.isBlocks()) {
        contenders.add(ours.fast(format));
      }
      contenders.add(llama.start(shape, format, threads, SEQUENCES, POSITIONS));
      List<Result> results = results(format, contenders);
      double read = Math.max(before, ReadRate.bytesPerSecond(threads));
      rates(format, contenders, results, page);
      page.text(limits(format, contenders, read));
      new GoalTable(format).write(page, results.stream().map(this::ratios).toList());
      if (format == Format.Q4) {
        new GrowthTable(shape, contenders.getFirst(), read, progress).write(page);
      }
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  private GoalTable.Ratios ratios(Result result) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    for (String name : result.samples().keySet()) {
      ratios.put(name, result.ratio(name));
    }
    return new GoalTable.Ratios(result.question(), ratios);
  }

  private static void rates(
      Format format, List<Contender> contenders, List<Result> results, Markdown page) {
    List<String> head = new ArrayList<>(List.of("work"));
    contenders.forEach(each -> head.add(each.name() + ", tokens/s"));
    page.table(format.label() + " weights", head.toArray(String[]::new));
    for (Result result : results) {
      List<String> row = new ArrayList<>(List.of(result.question().name()));
      result.samples().values().forEach(samples -> row.add(figure(samples)));
      page.row(row.toArray(String[]::new));
    }
  }

  private String limits(Format format, List<Contender> contenders, double read) {
    double bytes = format.ggmlBytes(shape.weightsPerToken());
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "A token reads %.2f GB of weights; memory was read at %.1f GB/s, so no more than %.0f tokens/s at batch 1.",
                bytes / 1e9,
                read / 1e9,
                read / bytes));
    for (Contender each : contenders) {
      text.append(
          String.format(Locale.ROOT, " %s: %.0f MiB resident", each.name(), each.residentMib()));
      if (each.loadMillis() > 0) {
        text.append(String.format(Locale.ROOT, ", loaded in %.1f s", each.loadMillis() / 1e3));
      }
      text.append('.');
    }
    text.append(" The exact engine's includes its heap with what loading left behind.");
    return text.append(String.format(Locale.ROOT, " Load at the end %.1f.", Machine.here().load()))
        .toString();
  }

  private List<Result> results(Format format, List<Contender> contenders) {
    int layers = shape.geometry().layers();
    List<Question> questions = new ArrayList<>();
    for (int batch : BATCHES) {
      questions.add(Question.decode(batch, BEHIND, STEPS, layers));
    }
    questions.add(Question.prefill(PREFILL, layers));
    List<Result> results = new ArrayList<>();
    for (Question question : questions) {
      progress.accept(format.label() + ": " + question.name());
      results.add(new Result(question, inTurn(question, contenders)));
    }
    return results;
  }

  private Map<String, Samples> inTurn(Question question, List<Contender> contenders) {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    contenders.forEach(each -> rates.put(each.name(), new ArrayList<>()));
    // Rounds before, in which code is compiled and caches are filled.
    for (int i = -WARM_UPS; i < repetitions; i++) {
      for (Contender each : contenders) {
        double rate = each.tokensPerSecond(question);
        if (i >= 0) {
          rates.get(each.name()).add(rate);
        }
      }
    }
    Map<String, Samples> samples = new LinkedHashMap<>();
    rates.forEach((name, values) -> samples.put(name, new Samples(values)));
    return samples;
  }

  private static String figure(Samples samples) {
    return String.format(
        Locale.ROOT, "%.1f (%.1f to %.1f)", samples.median(), samples.least(), samples.most());
  }
}
