package io.peerz.devnet.bench.finetune;

import io.peerz.devnet.bench.Machine;
import io.peerz.devnet.bench.Markdown;
import java.util.List;
import java.util.Locale;

/** The page of {@code peerz bench finetune}. */
final class FinetuneReport {
  private final List<ShapeResult> results;
  private final int repetitions;
  private final int threads;
  private final Machine machine = Machine.here();

  FinetuneReport(List<ShapeResult> results, int repetitions, int threads) {
    this.results = results;
    this.repetitions = repetitions;
    this.threads = threads;
  }

  String markdown() {
    Markdown page = new Markdown("Training: speed, memory, bytes");
    page.text(
        """
        `./peerz bench finetune` on %s, %s, load %.1f before the end. One LoRA step (rank 16, all seven projections, \
        random weights, float32, %d threads), medians of %d. *Ours* is the step that nodes take: layers cut into stages \
        that keep only their input and are computed again for the backward pass, and the vocabulary in chunks of tokens. \
        *Plain* is the same step written down with DJL's own arrays: one graph over all layers, the scores of all tokens \
        at once, AdamW on arrays. Both take turns in processes of their own; a shape with at most eight layers is one \
        stage and computes nothing twice.\
        """
            .formatted(machine.processor(), machine.date(), machine.load(), threads, repetitions));
    speed(page);
    memory(page);
    EncodingTable.addTo(page);
    return page.toString();
  }

  private void speed(Markdown page) {
    page.table(
        "Speed",
        "shape",
        "batch",
        "ours",
        "plain",
        "ours / plain",
        "physical limit",
        "ours of it",
        "loss gap");
    for (ShapeResult r : results) {
      page.row(
          r.shape().word(),
          r.shape().rows() + " × " + r.shape().tokens(),
          text("%.0f tokens/s", r.ourTokensPerSecond()),
          text("%.0f tokens/s", r.plainTokensPerSecond()),
          text("%.2f", r.ourTokensPerSecond() / r.plainTokensPerSecond()),
          text("%.0f tokens/s", r.limitTokensPerSecond()),
          text("%.0f %%", 100 * r.ourTokensPerSecond() / r.limitTokensPerSecond()),
          text("%.1e", r.lossGap()));
    }
    page.text(
        """
        The limit is this machine's measured rate of a large matrix product (%s) over the multiply-accumulates that the \
        market's formula counts for a step, which counts nothing twice. The loss gap is the largest relative difference \
        between both contestants' losses over all steps: they do the same work.\
        """
            .formatted(
                String.join(
                    ", ",
                    results.stream()
                        .map(r -> text("%.0f billion MAC/s", r.macsPerSecond() / 1e9))
                        .toList())));
  }

  private void memory(Markdown page) {
    page.table(
        "Peak resident memory of the process",
        "shape",
        "ours",
        "plain",
        "ours / plain",
        "the base's weights alone");
    for (ShapeResult r : results) {
      page.row(
          r.shape().word(),
          text("%.2f GB", r.ourPeakMegabytes() / 1e3),
          text("%.2f GB", r.plainPeakMegabytes() / 1e3),
          text("%.2f", r.ourPeakMegabytes() / r.plainPeakMegabytes()),
          text("%.2f GB", r.shape().baseBytes() / 1e9));
    }
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
