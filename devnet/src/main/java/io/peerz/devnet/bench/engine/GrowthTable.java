package io.peerz.devnet.bench.engine;

import io.peerz.devnet.bench.Goals;
import io.peerz.devnet.bench.Markdown;
import io.peerz.devnet.bench.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Milliseconds of one decode step as the work grows in one direction at a time, beside the least
 * that its bytes and multiplications take. Where the distance from that least jumps, there is a
 * cliff.
 */
final class GrowthTable {
  private static final int ROUNDS = 3;
  private static final int STEPS = 4;
  private static final int BEHIND = 128;
  private static final int PREFILL = 256;
  private static final int MOST_BEHIND = 8192;
  private static final int MOST_BATCH = 32;
  private static final int MOST_ADAPTERS = 8;

  /** How much farther from the least time the worst step of a series may be than the best one. */
  private static final double CLIFF = 2.5;

  private final BenchShape shape;
  private final Contender exact;
  private final double bytesPerSecond;
  private final Consumer<String> progress;
  private final Goals goals = new Goals();

  /**
   * @param exact the exact engine with four-bit weights
   * @param bytesPerSecond at which the machine reads memory
   */
  GrowthTable(BenchShape shape, Contender exact, double bytesPerSecond, Consumer<String> progress) {
    this.shape = shape;
    this.exact = exact;
    this.bytesPerSecond = bytesPerSecond;
    this.progress = progress;
  }

  void write(Markdown page) {
    int layers = shape.geometry().layers();
    double macsPerSecond = shape.weightsPerToken() * rate(Question.prefill(PREFILL, layers));
    page.table(
        "Cost as work grows (exact engine, q4)",
        "what grows",
        "to",
        "ms per step",
        "tokens/s",
        "MB read",
        "million MACs",
        "least ms",
        "times the least");
    series(
        page,
        macsPerSecond,
        "context, batch 1",
        doubling(128, MOST_BEHIND),
        behind -> new Question(1, behind, STEPS, layers, 0));
    series(
        page,
        macsPerSecond,
        "batch",
        doubling(1, MOST_BATCH),
        batch -> new Question(batch, BEHIND, STEPS, layers, 0));
    series(
        page,
        macsPerSecond,
        "layers, batch 1",
        doubling(1, layers),
        some -> new Question(1, BEHIND, STEPS, some, 0));
    List<Integer> adapters = new ArrayList<>(List.of(0));
    adapters.addAll(doubling(1, MOST_ADAPTERS));
    series(
        page,
        macsPerSecond,
        "adapters of rank 16, batch 8",
        adapters,
        different -> new Question(MOST_ADAPTERS, BEHIND, STEPS, layers, different));
    page.text(
        String.format(
            Locale.ROOT,
            "A step reads all weights and each adapter once, whatever the batch, and of each sequence its keys and values (%.0f kB per position); it includes the head. The least time is what its bytes take at %.1f GB/s, the memory's rate, or its multiplications at %.0f thousand million a second, the rate of a prefill of %d tokens, whichever is more.",
            kilobytesPerPosition(),
            bytesPerSecond / 1e9,
            macsPerSecond / 1e9,
            PREFILL));
    goals.writeTo(page);
  }

  /** What one number of a direction asks for. */
  @FunctionalInterface
  private interface Direction {
    Question at(int value);
  }

  private static List<Integer> doubling(int from, int to) {
    List<Integer> values = new ArrayList<>();
    for (int value = from; value <= to; value *= 2) {
      values.add(value);
    }
    return values;
  }

  private void series(
      Markdown page, double macsPerSecond, String what, List<Integer> values, Direction direction) {
    List<Double> distances = new ArrayList<>();
    for (int value : values) {
      progress.accept(what + " " + value);
      Question question = direction.at(value);
      double rate = rate(question);
      double seconds = question.batch() / rate;
      StepWork work = StepWork.of(shape, Format.Q4, question);
      double least = work.leastSeconds(bytesPerSecond, macsPerSecond);
      distances.add(seconds / least);
      page.row(
          what,
          Integer.toString(value),
          figure(seconds * 1e3),
          figure(rate),
          figure(work.bytes() / 1e6),
          figure(work.macs() / 1e6),
          figure(least * 1e3),
          figure(distances.getLast()));
    }
    double spread = Collections.max(distances) / Collections.min(distances);
    goals.atMost("cliff as " + what + " grows, over bytes and MACs", CLIFF, spread, "%.1f");
  }

  private double rate(Question question) {
    exact.tokensPerSecond(question);
    return Samples.of(ROUNDS, () -> exact.tokensPerSecond(question)).median();
  }

  private double kilobytesPerPosition() {
    var g = shape.geometry();
    return 2.0 * g.layers() * g.kvHeads() * g.headDim() * Float.BYTES / 1e3;
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
