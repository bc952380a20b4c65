package io.peerz.devnet.demo;

import io.peerz.node.units.Amounts;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The end of the story as a person reads it: who earned what, why, and in which transaction. */
final class DemoTable {
  private final DemoReport report;
  private final List<String> lines = new ArrayList<>();

  private DemoTable(DemoReport report) {
    this.report = report;
  }

  static List<String> of(DemoReport report) {
    DemoTable table = new DemoTable(report);
    table.earnings();
    table.refunds();
    table.money();
    return table.lines;
  }

  private void earnings() {
    add("Who earned what, and why (PRZ; each line with its transaction)");
    report.nodes().forEach(this::earnings);
  }

  private void earnings(NodeEarnings node) {
    add(
        "  %-4s layers %-4s earned %s"
            .formatted(node.name(), node.layers(), Amounts.exact(node.totalWei())));
    row(
        "stake",
        Amounts.exact(node.staked().stakeWei()),
        "at risk for what it signs",
        node.staked().tx());
    if (node.redeemed().isEmpty()) {
      add("    not on this route: it stood by and earned nothing");
    }
    for (Facts.Redeemed r : node.redeemed()) {
      row(
          "voucher",
          Amounts.exact(r.paidWei()),
          macs(r.cumulativeMacs()) + " paid for; " + Amounts.exact(r.feeWei()) + " burned",
          r.tx());
    }
    node.batches().forEach(this::batch);
  }

  private void batch(BatchStory batch) {
    Facts.Committed b = batch.committed();
    row(
        "batch",
        "",
        counted(b.receipts(), "receipt") + ", " + macs(b.macs()) + ", epoch " + b.epoch(),
        b.tx());
    batch.finalized().ifPresent(f -> row("final", "", "nobody questioned it in time", f.tx()));
    batch
        .claimed()
        .ifPresent(
            c ->
                row(
                    "rebate",
                    Amounts.exact(c.paidWei()),
                    c.paidWei().signum() > 0
                        ? "share of the epoch's pool, at most the fees burned"
                        : "the fees burned were given back already",
                    c.tx()));
  }

  private void refunds() {
    add("Back to the wallet");
    report
        .closings()
        .forEach(
            c ->
                row(
                    "channel",
                    Amounts.exact(c.refundWei()),
                    "deposit less " + Amounts.exact(c.paidTotalWei()),
                    c.tx()));
  }

  private void money() {
    add("Money, read from the token's balances");
    column("in", report.money().in(), report.money().totalIn());
    column("out", report.money().out(), report.money().totalOut());
    add(
        "  in and out are %s, to the last wei"
            .formatted(report.money().balances() ? "equal" : "NOT EQUAL"));
  }

  private void column(String side, Map<String, BigInteger> amounts, BigInteger total) {
    amounts.forEach(
        (name, wei) -> add("  %-4s %-14s %32s".formatted(side, name, Amounts.exact(wei))));
    add("  %-4s %-14s %32s".formatted("", "total " + side, Amounts.exact(total)));
  }

  private void row(String what, String amount, String why, Digest tx) {
    add("    %-8s %-22s %-52s tx %s".formatted(what, amount, why, tx.hex()));
  }

  static String counted(long many, String what) {
    return many + " " + what + (many == 1 ? "" : "s");
  }

  private static String macs(BigInteger macs) {
    return String.format(Locale.ROOT, "%.1f million MACs", macs.doubleValue() / 1e6);
  }

  private void add(String line) {
    lines.add(line);
  }
}
