package io.peerz.devnet.bench;

import io.peerz.devnet.demo.BatchGas;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All figures of the main job.
 *
 * @param startSeconds how long each step of the network's start took
 * @param readySeconds from nothing to a network that answers
 */
record MainReport(
    Machine machine,
    Speed speed,
    ReceiptCost receipts,
    SignatureRates signatures,
    Optional<BatchGas> gas,
    List<Memory> memory,
    Map<String, Double> startSeconds,
    double readySeconds) {

  double wholeMib() {
    return memory.stream().mapToDouble(Memory::residentMib).sum();
  }

  String markdown() {
    Markdown page = new Markdown("Figures of the main job");
    page.text("Written by `./peerz bench main`; run it again to get those of your machine.");
    page.text(
        ("%s, %d cores, %s, %s; load before the start %.1f. Medians; least and most in brackets."
                + " A load above the number of cores means that other work slowed all of it.")
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.java(),
                machine.date(),
                machine.load()));
    speed(page);
    receipts(page);
    signatures(page);
    gas(page);
    memory(page);
    start(page);
    return page.toString();
  }

  private void speed(Markdown page) {
    page.table("Speed", "way", "tokens/s", "ratio to one process");
    speedRow(page, "one process, whole model", speed.whole());
    speedRow(page, "two shards in one process, rows in memory", speed.halves());
    speedRow(page, "two node processes through the gateway's API, paid", speed.network());
    page.row(
        "limit: multiply-adds of one thread",
        number(speed.limit()),
        "%.2f".formatted(speed.limit() / speed.whole().median()));
    page.text(
        ("The same %d tokens answer a prompt of %d tokens each time; the prompt's time counts, and"
                + " of a short answer it is most. The limit is %.2f thousand million float"
                + " multiply-adds per second (a loop within the first cache) over %.2f million per"
                + " answered token; each engine has one thread.")
            .formatted(
                speed.answerTokens(),
                speed.promptTokens(),
                speed.macsPerSecond() / 1e9,
                speed.macsPerToken() / 1e6));
  }

  private void speedRow(Markdown page, String way, Samples samples) {
    page.row(way, spread(samples), "%.2f".formatted(samples.median() / speed.whole().median()));
  }

  private void receipts(Markdown page) {
    page.table("Receipts on and off, two shard processes", "tokens to a receipt", "ms per token");
    receipts
        .millisByChunk()
        .forEach((chunk, millis) -> page.row(Integer.toString(chunk), "%.2f".formatted(millis)));
    page.row("none (where the line meets zero)", "%.2f".formatted(receipts.millisWithout()));
    page.text(
        ("A straight line through time over receipts per token: a receipt with its voucher, on both"
                + " hops, costs %.2f ms. With the usual %d tokens to a receipt that is %+.1f %% of"
                + " the time of a token without receipts. Both processes, the client and the"
                + " signatures share the cores named above.")
            .formatted(
                receipts.millisPerReceipt(), ReceiptCost.USUAL_CHUNK, 100 * receipts.usualShare()));
  }

  private void signatures(Markdown page) {
    page.table("Receipts by one thread, hashing included", "step", "per second");
    page.row("signed", spread(signatures.signed()));
    page.row("verified", spread(signatures.verified()));
  }

  private void gas(Markdown page) {
    gas.ifPresentOrElse(
        measured -> {
          page.table("Gas per receipt", "receipts in the batch", "gas each");
          List.of(1, 16, 64, 256, 1024)
              .forEach(n -> page.row(number(n), number((double) measured.gasUsed() / n)));
          page.text(
              ("submitBatch stores one root whatever the batch holds. A node's batch of %d"
                      + " receipts, sent in this run, used %d gas; the lines divide that.")
                  .formatted(measured.receipts(), measured.gasUsed()));
        },
        () -> page.text("Gas: no batch reached the chain in time."));
  }

  private void memory(Markdown page) {
    page.table("Resident memory", "process", "MiB");
    memory.forEach(one -> page.row(one.name(), number(one.residentMib())));
    page.row("all together", number(wholeMib()));
  }

  private void start(Markdown page) {
    page.table("Start", "step", "seconds");
    startSeconds.forEach((step, seconds) -> page.row(step, "%.1f".formatted(seconds)));
    page.row("all: from nothing to ready", "%.1f".formatted(readySeconds));
    page.text(
        "`nodes` is the time from launching the node processes, all at once, until each serves.");
  }

  private static String spread(Samples samples) {
    return "%s (%s to %s)"
        .formatted(number(samples.median()), number(samples.least()), number(samples.most()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
