package io.peerz.devnet.bench;

import io.peerz.finetune.trial.AdversaryTrials.Row;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What cheats earned against honest nodes, as a page: the mean of all seeds, then each job. */
public final class AdversariesReport {
  private static final double WEI_PER_PRZ = 1e18;
  private static final double NANO = 1e-9;

  private final List<Row> rows;
  private final int rounds;
  private final int seeds;

  public AdversariesReport(List<Row> rows, int rounds, int seeds) {
    this.rows = List.copyOf(rows);
    this.rounds = rounds;
    this.seeds = seeds;
  }

  /** The page, made by {@code peerz bench adversaries}. */
  public String markdown() {
    Machine machine = Machine.here();
    Markdown page = new Markdown("What cheats earn");
    page.text(
        "`./peerz bench adversaries` on "
            + machine.processor()
            + ", "
            + machine.date()
            + ". "
            + rounds
            + " rounds and "
            + seeds
            + " seeds of each: three honest units and the adversary's, real training of the shipped"
            + " model, exact held-out losses, and the contract's rules of measuring, paying and"
            + " taking bonds. A unit can earn 40 PRZ per round; its bond is what the whole round"
            + " pays, the least that the contract accepts. Earnings are pay less lost bonds, per"
            + " unit, over the whole job. Losses are in nats per token, on sentences that nobody"
            + " trained on or measured with.");
    means(page);
    jobs(page);
    return page.toString();
  }

  private void means(Markdown page) {
    page.table(
        "Mean of all seeds",
        "adversary",
        "work per unit",
        "honest node earns",
        "it earns",
        "caught",
        "left out",
        "not revealed",
        "final loss without it",
        "with it");
    for (Map.Entry<String, List<Row>> entry : byConduct().entrySet()) {
      List<Row> same = entry.getValue();
      page.row(
          entry.getKey(),
          String.format(Locale.ROOT, "%.0f %%", 100 * same.getFirst().work()),
          prz(same.stream().map(Row::honestWei).toList()),
          prz(same.stream().map(Row::adversaryWei).toList()),
          share(same, same.stream().mapToInt(Row::caught).sum()),
          share(same, same.stream().mapToInt(Row::leftOut).sum()),
          share(same, same.stream().mapToInt(Row::forfeited).sum()),
          nats(same.stream().mapToLong(Row::lossWithout).average().orElseThrow()),
          nats(same.stream().mapToLong(Row::lossWith).average().orElseThrow()));
    }
  }

  private void jobs(Markdown page) {
    page.table(
        "Each job",
        "seed",
        "adversary",
        "honest node earns",
        "it earns",
        "caught",
        "loss before",
        "final loss without it",
        "with it");
    for (Row row : rows) {
      page.row(
          Integer.toString(row.seed()),
          row.conduct(),
          prz(List.of(row.honestWei())),
          prz(List.of(row.adversaryWei())),
          Integer.toString(row.caught()),
          nats((double) row.startLoss()),
          nats((double) row.lossWithout()),
          nats((double) row.lossWith()));
    }
  }

  private Map<String, List<Row>> byConduct() {
    return rows.stream()
        .collect(Collectors.groupingBy(Row::conduct, LinkedHashMap::new, Collectors.toList()));
  }

  /** Of all units that the adversary held. */
  private String share(List<Row> same, int units) {
    return units + " of " + rounds * same.size() * same.getFirst().units();
  }

  private static String prz(List<BigInteger> amountsWei) {
    BigInteger sum = amountsWei.stream().reduce(BigInteger.ZERO, BigInteger::add);
    return String.format(
        Locale.ROOT, "%.1f PRZ", sum.doubleValue() / amountsWei.size() / WEI_PER_PRZ);
  }

  private static String nats(double nanoNats) {
    return String.format(Locale.ROOT, "%.3f", nanoNats * NANO);
  }
}
