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
 * Tokens per second of the exact engine and of llama.cpp on random weights of one shape, repetition
 * by repetition in turn, beside the memory's read rate.
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
  private final Path folder;
  private final Consumer<String> progress;

  /** What one question gave in all repetitions. */
  private record Pair(Samples exact, Samples llama) {
    double ratio() {
      return exact.median() / llama.median();
    }
  }

  /**
   * @param shape 1b or small
   * @param folder keeps llama.cpp between runs
   */
  public EngineBench(String shape, int repetitions, Path folder, Consumer<String> progress) {
    this.shape = BenchShape.of(shape);
    this.repetitions = repetitions;
    this.folder = folder;
    this.llama = new LlamaCpp(folder);
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

  private String about(Machine machine) {
    return "%s, %d cores, %s, %s; load before the start %.1f. Medians of %d repetitions, least and most in brackets; the two programs take turns. A load above the number of cores means that other work slowed all of it. Random weights of the shape `%s` (%d layers, width %d, inner width %d, %d query and %d key heads, vocabulary %d with a head of its own), decode behind %d positions with the head, prefill of %d tokens without it; %d threads. llama.cpp is npm's %s %s."
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
    try (Contender exact = exact(format);
        Contender other = llama.start(shape, format, threads, SEQUENCES, POSITIONS)) {
      Map<String, Pair> pairs = pairs(format, exact, other);
      double read = Math.max(before, ReadRate.bytesPerSecond(threads));
      double load = Machine.here().load();
      double bytes = format.ggmlBytes(shape.weightsPerToken());
      page.table(
          format.label() + " weights",
          "work",
          "exact engine, tokens/s",
          "llama.cpp, tokens/s",
          "ratio of medians");
      pairs.forEach(
          (name, pair) ->
              page.row(
                  name,
                  figure(pair.exact()),
                  figure(pair.llama()),
                  String.format(Locale.ROOT, "%.2f", pair.ratio())));
      page.text(
          String.format(
              Locale.ROOT,
              "A token reads %.2f GB of weights; memory was read at %.1f GB/s, so no more than %.0f tokens/s at batch 1. Resident: exact engine %.0f MiB, its heap with what loading left behind; llama.cpp %.0f MiB. Load at the end %.1f.",
              bytes / 1e9,
              read / 1e9,
              read / bytes,
              exact.residentMib(),
              other.residentMib(),
              load));
      if (format == Format.Q4) {
        new GrowthTable(shape, exact, progress).write(page);
      }
    }
  }

  private Map<String, Pair> pairs(Format format, Contender exact, Contender other) {
    Map<String, Question> questions = new LinkedHashMap<>();
    int layers = shape.geometry().layers();
    for (int batch : BATCHES) {
      questions.put("decode, batch " + batch, Question.decode(batch, BEHIND, STEPS, layers));
    }
    questions.put("prefill", Question.prefill(PREFILL, layers));
    Map<String, Pair> pairs = new LinkedHashMap<>();
    questions.forEach(
        (name, question) -> {
          progress.accept(format.label() + ": " + name);
          pairs.put(name, pair(question, exact, other));
        });
    return pairs;
  }

  private Pair pair(Question question, Contender exact, Contender other) {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    // Rounds before, in which code is compiled and caches are filled.
    for (int i = -WARM_UPS; i < repetitions; i++) {
      double mine = exact.tokensPerSecond(question);
      double their = other.tokensPerSecond(question);
      if (i >= 0) {
        ours.add(mine);
        theirs.add(their);
      }
    }
    return new Pair(new Samples(ours), new Samples(theirs));
  }

  private Contender exact(Format format) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:+UseTransparentHugePages",
            "-Xmx9g",
            "--add-modules",
            "jdk.incubator.vector",
            "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0",
            "-cp",
            System.getProperty("java.class.path"),
            ExactContender.class.getName(),
            shape.name(),
            format.label(),
            Integer.toString(threads));
    return new Contender("the exact engine", command, folder.resolve("exact-errors.log"));
  }

  private static String figure(Samples samples) {
    return String.format(
        Locale.ROOT, "%.1f (%.1f to %.1f)", samples.median(), samples.least(), samples.most());
  }
}
