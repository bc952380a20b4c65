package io.peerz.devnet.bench.engine;

import io.peerz.devnet.bench.Markdown;
import io.peerz.devnet.bench.Samples;
import java.util.Locale;
import java.util.function.Consumer;

/** Milliseconds of one decode step as the work grows in one direction at a time. */
final class GrowthTable {
  private static final int ROUNDS = 3;
  private static final int STEPS = 4;
  private static final int BEHIND = 128;

  private final BenchShape shape;
  private final Contender exact;
  private final Consumer<String> progress;

  GrowthTable(BenchShape shape, Contender exact, Consumer<String> progress) {
    this.shape = shape;
    this.exact = exact;
    this.progress = progress;
  }

  void write(Markdown page) {
    int layers = shape.geometry().layers();
    page.table(
        "Cost as work grows (exact engine, q4)", "what grows", "to", "ms per step", "tokens/s");
    for (int behind = 128; behind < 8192; behind *= 4) {
      row(page, "context, batch 1", behind, new Question(1, behind, STEPS, layers, 0));
    }
    row(page, "context, batch 1", 8192, new Question(1, 8192, STEPS, layers, 0));
    for (int batch = 1; batch <= 32; batch *= 2) {
      row(page, "batch", batch, new Question(batch, BEHIND, STEPS, layers, 0));
    }
    for (int some = 1; some <= layers; some *= 2) {
      row(page, "layers, batch 1", some, new Question(1, BEHIND, STEPS, some, 0));
    }
    for (int adapters : new int[] {0, 1, 2, 4, 8}) {
      row(
          page,
          "adapters of rank 16, batch 8",
          adapters,
          new Question(8, BEHIND, STEPS, layers, adapters));
    }
    page.text(
        "Each step of one token reads all weights once, whatever the batch; each sequence reads its own keys and values, %.0f kB per position. Steps include the head, which is why one layer does not cost a sixteenth."
            .formatted(kilobytesPerPosition()));
  }

  private double kilobytesPerPosition() {
    var g = shape.geometry();
    return 2.0 * g.layers() * g.kvHeads() * g.headDim() * Float.BYTES / 1e3;
  }

  private void row(Markdown page, String what, int value, Question question) {
    progress.accept(what + " " + value);
    exact.tokensPerSecond(question);
    double rate = Samples.of(ROUNDS, () -> exact.tokensPerSecond(question)).median();
    page.row(
        what,
        Integer.toString(value),
        String.format(Locale.ROOT, "%.1f", question.batch() * 1e3 / rate),
        String.format(Locale.ROOT, "%.1f", rate));
  }
}
