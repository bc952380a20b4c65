package io.peerz.devnet.bench;

import io.peerz.finetune.trial.AdversaryTrials;
import io.peerz.finetune.trial.AdversaryTrials.Losses;
import io.peerz.finetune.trial.AdversaryTrials.Row;
import io.peerz.finetune.trial.AdversaryTrials.SeatRow;
import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What cheats earned against honest nodes, as a page: the mean of all seeds, then each job. */
public final class AdversariesReport {
  private static final double WEI_PER_PRZ = 1e18;
  private static final double NANO = 1e-9;

  private final List<Row> rows;
  private final List<SeatRow> seatRows;
  private final int rounds;
  private final int seeds;

  public AdversariesReport(List<Row> rows, List<SeatRow> seatRows, int rounds, int seeds) {
    this.rows = List.copyOf(rows);
    this.seatRows = List.copyOf(seatRows);
    this.rounds = rounds;
    this.seeds = seeds;
  }

  /** The page, made by {@code peerz bench adversaries}. */
  public String markdown() {
    Machine machine = Machine.here();
    Markdown page = new Markdown("What cheats earn");
    page.text(
        """
        `./peerz bench adversaries` on %s, %s. %d rounds and %d seeds of each: three honest units and the \
        adversary's, real training of the shipped model, exact held-out losses, and the contract's rules of \
        measuring, paying and taking bonds. A unit can earn 40 PRZ per round; its bond is what the whole round \
        pays, the least that the contract accepts. Earnings are pay less lost bonds, per unit, over the whole \
        job. Losses are in nats per token, on sentences that nobody trained on or measured with; without the \
        adversary its places in the round stay empty. Final losses without one lie %s apart over the seeds \
        (standard deviation): what is less than that is no difference. The same adversaries on a chain: \
        [adversaries on a chain](adversaries-on-chain.md)."""
            .formatted(machine.processor(), machine.date(), rounds, seeds, nats(spreadOfSeeds())));
    workers(page);
    evaluators(page);
    jobs(page);
    return page.toString();
  }

  private double spreadOfSeeds() {
    return deviation(bySeed(rows).stream().map(Row::losses).map(Losses::without).toList());
  }

  /** One row of each seed, all with the same places in a round. */
  private static Collection<Row> bySeed(List<Row> rows) {
    return rows.stream().filter(row -> row.conduct() == rows.getFirst().conduct()).toList();
  }

  private void workers(Markdown page) {
    page.table(
        "Nodes that train, mean of all seeds",
        "adversary",
        "work per unit",
        "honest node earns",
        "it earns",
        "in its best job",
        "caught",
        "left out",
        "not revealed",
        "final loss without it",
        "with it",
        "difference");
    for (List<Row> same : by(rows, Row::conduct)) {
      page.row(
          same.getFirst().conduct().words(),
          String.format(Locale.ROOT, "%.0f %%", 100 * same.getFirst().work()),
          prz(same.stream().map(Row::honestWei).toList()),
          prz(same.stream().map(Row::adversaryWei).toList()),
          prz(same.stream().map(Row::adversaryWei).max(BigInteger::compareTo).stream().toList()),
          share(same, same.stream().mapToInt(Row::caught).sum()),
          share(same, same.stream().mapToInt(Row::leftOut).sum()),
          share(same, same.stream().mapToInt(Row::forfeited).sum()),
          nats(mean(same.stream().map(Row::losses).map(Losses::without).toList())),
          nats(mean(same.stream().map(Row::losses).map(Losses::with).toList())),
          difference(same.stream().map(Row::losses).toList()));
    }
  }

  private void evaluators(Markdown page) {
    page.table(
        "One of "
            + AdversaryTrials.MEMBERS
            + " evaluators of equal stake, "
            + AdversaryTrials.SEATS
            + " seats a round, mean of all seeds",
        "adversary",
        "seats it held",
        "honest evaluator earns",
        "it earns",
        "rounds that ended",
        "of them without a result",
        "final loss without it",
        "with it",
        "difference");
    for (List<SeatRow> same : by(seatRows, SeatRow::conduct)) {
      page.row(
          same.getFirst().conduct().words(),
          Integer.toString(same.stream().mapToInt(SeatRow::seats).sum()),
          prz(same.stream().map(SeatRow::honestWei).toList()),
          prz(same.stream().map(SeatRow::adversaryWei).toList()),
          rounds * same.size() + " of " + rounds * same.size(),
          Integer.toString(same.stream().mapToInt(SeatRow::failedRounds).sum()),
          nats(mean(same.stream().map(SeatRow::losses).map(Losses::without).toList())),
          nats(mean(same.stream().map(SeatRow::losses).map(Losses::with).toList())),
          difference(same.stream().map(SeatRow::losses).toList()));
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
          row.conduct().words(),
          prz(List.of(row.honestWei())),
          prz(List.of(row.adversaryWei())),
          Integer.toString(row.caught()),
          nats((double) row.losses().start()),
          nats((double) row.losses().without()),
          nats((double) row.losses().with()));
    }
  }

  private static <R, K> Collection<List<R>> by(List<R> rows, Function<R, K> key) {
    return rows.stream()
        .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /** Of all units that the adversary held. */
  private String share(List<Row> same, int units) {
    return units + " of " + rounds * same.size() * same.getFirst().conduct().units();
  }

  private static String prz(List<BigInteger> amountsWei) {
    BigInteger sum = amountsWei.stream().reduce(BigInteger.ZERO, BigInteger::add);
    return String.format(
        Locale.ROOT, "%.1f PRZ", sum.doubleValue() / amountsWei.size() / WEI_PER_PRZ);
  }

  /** Mean and standard deviation over the seeds, each compared with the same seed's other job. */
  private static String difference(List<Losses> losses) {
    List<Long> differences = losses.stream().map(Losses::difference).toList();
    return String.format(
        Locale.ROOT, "%+.3f ± %.3f", mean(differences) * NANO, deviation(differences) * NANO);
  }

  private static double mean(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).average().orElseThrow();
  }

  /** Standard deviation of a sample; 0 of a single value. */
  private static double deviation(List<Long> values) {
    double mean = mean(values);
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1));
  }

  private static String nats(double nanoNats) {
    return String.format(Locale.ROOT, "%.3f", nanoNats * NANO);
  }
}
