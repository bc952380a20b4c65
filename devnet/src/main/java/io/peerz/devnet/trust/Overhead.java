package io.peerz.devnet.trust;

import io.peerz.devnet.bench.Goals;
import io.peerz.devnet.bench.Markdown;
import io.peerz.devnet.bench.ReceiptCost;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.receipt.ReceiptCodec;
import java.util.List;
import java.util.Locale;

/**
 * What verification costs: computing again, time beside a token, bytes on disk, gas.
 *
 * @param time with few and with many tokens to a receipt, receipts and kept work on disk
 * @param gas of the calls as the contracts' tests pin them
 */
record Overhead(Geometry geometry, ReceiptCost time, GasTable gas) {
  private static final int RECEIPTS = 1_000;
  private static final double AUDITED = 0.02;
  private static final double MOST_COMPUTE = 0.05;
  private static final double MOST_TIME = 0.03;
  private static final int SESSION_CHUNKS = 3;

  void write(Markdown page, Goals goals) {
    compute(page, goals);
    time(page, goals);
    bytes(page);
    gas(page);
  }

  private void compute(Markdown page, Goals goals) {
    page.table(
        "What replaying costs",
        "chunks of a session",
        "MACs done again per MAC, 1 % drawn",
        "2 % drawn",
        "5 % drawn");
    for (int chunks : List.of(1, 2, SESSION_CHUNKS, 4, 8)) {
      ReplayCost cost = new ReplayCost(chunks, ReceiptCost.USUAL_CHUNK);
      page.row(
          Integer.toString(chunks),
          percent(cost.share(geometry, 0.01)),
          percent(cost.share(geometry, AUDITED)),
          percent(cost.share(geometry, 0.05)));
    }
    page.text(
        "A chunk is done again with the session before it, so the cost grows with the chunks of a"
            + " session.");
    goals.atMost(
        "computing again, sessions of %d chunks, 2 %% drawn, percent".formatted(SESSION_CHUNKS),
        100 * MOST_COMPUTE,
        100 * new ReplayCost(SESSION_CHUNKS, ReceiptCost.USUAL_CHUNK).share(geometry, AUDITED),
        "%.1f");
  }

  private void time(Markdown page, Goals goals) {
    page.table("What receipts cost a token", "tokens to a receipt", "ms per token");
    time.millisByChunk()
        .forEach((chunk, millis) -> page.row(Integer.toString(chunk), number(millis)));
    page.text(
        "Two nodes on this machine; each receipt is journalled, its inputs are kept, and its voucher"
            + " is stored before the next chunk but one. By the line through these points a token"
            + " without receipts takes %s ms and a receipt adds %s ms."
                .formatted(number(time.millisWithout()), number(time.millisPerReceipt())));
    goals.atMost(
        "time of a token with receipts, more than without, percent",
        100 * MOST_TIME,
        100 * time.usualShare(),
        "%.1f");
  }

  private void bytes(Markdown page) {
    page.table("Bytes on a node's disk for 1,000 receipts of 32 tokens", "what", "KiB");
    page.row("countersigned receipts", kib((long) RECEIPTS * ReceiptCodec.SIGNED_LENGTH));
    long tokens = (long) RECEIPTS * ReceiptCost.USUAL_CHUNK;
    page.row("inputs kept by the first shard", kib(tokens * Integer.BYTES));
    page.row("inputs kept by any other, this model", kib(tokens * geometry.dModel() * Float.BYTES));
    page.row("inputs kept by any other, 2,048 numbers wide", kib(tokens * 2048 * Float.BYTES));
  }

  private void gas(Markdown page) {
    page.table("Gas for 1,000 receipts in one batch", "what", "gas");
    long batch = gas.of("submit batch, first of an epoch") + gas.of("seal epoch");
    long end = gas.of("finalize batch") + gas.of("claim rebate");
    long question = gas.of("demand opening") + gas.of("answer opening, 9 leaves");
    page.row("committing and sealing", Long.toString(batch));
    page.row("finalizing and claiming", Long.toString(end));
    page.row("questions about 2 % of batches, one each", number(AUDITED * question));
    page.row("all of it", number(batch + end + AUDITED * question));
    page.text(
        "A batch costs the same for one receipt and for a million, but for the path of an opening:"
            + " 32 bytes and three numbers for each doubling.");
  }

  private static String kib(long bytes) {
    return Long.toString(Math.ceilDiv(bytes, 1024));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
