package io.peerz.devnet.trust;

import io.peerz.devnet.bench.Goals;
import io.peerz.devnet.bench.Machine;
import io.peerz.devnet.bench.Markdown;
import io.peerz.devnet.bench.ReceiptCost;
import io.peerz.devnet.drill.Cheat;
import io.peerz.inference.weights.ModelFolder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Measures the trust layer and writes it down as a page. Blocking; minutes. */
public final class TrustBench {
  private static final int WITHIN = 100;
  private static final double LEAST_FOUND = 0.99;
  private static final int SEED = 20_711;

  private final Path folder;
  private final ModelFolder model;
  private final int cheatReceipts;
  private final int honestReceipts;
  private final Goals goals = new Goals();

  /**
   * @param cheatReceipts receipts per way of cheating
   * @param honestReceipts receipts over all modes
   */
  public TrustBench(Path folder, int cheatReceipts, int honestReceipts) {
    this.folder = folder;
    this.model = ModelFolder.open(folder);
    this.cheatReceipts = cheatReceipts;
    this.honestReceipts = honestReceipts;
  }

  /**
   * Measures the rest and writes the page.
   *
   * @param time what receipts add to a token, measured on this machine
   */
  public String page(ReceiptCost time, GasTable gas) {
    Markdown page = new Markdown("Figures of the trust layer");
    Machine machine = Machine.here();
    page.text("Written by `./peerz bench trust`. Model: layers 0:2 of pebble-1.6m.");
    page.text(
        "%s, %d cores, %s, %s; load before the start %.1f."
            .formatted(
                machine.processor(),
                machine.cores(),
                machine.java(),
                machine.date(),
                machine.load()));
    detection(page);
    honest(page);
    new Overhead(model.config().geometry(), time, gas).write(page, goals);
    inequality(page);
    swarm(page);
    draws(page);
    goals.writeTo(page);
    return page.toString();
  }

  private void detection(Markdown page) {
    page.table(
        "Cheating that is found",
        "cheat",
        "receipts done again",
        "found false",
        "within 100 receipts, 2 % done again",
        "within 100, 5 %",
        "one sampled receipt of its batch done again");
    for (Cheat cheat : Cheat.values()) {
      if (cheat != Cheat.NONE) {
        Detection d = Detection.measure(model, cheat, cheatReceipts);
        goals.atLeast(
            "found within 100 receipts, 5 % done again: " + cheat.words(),
            LEAST_FOUND,
            d.foundWithin(WITHIN, 0.05),
            "%.3f");
        page.row(
            cheat.words(),
            Integer.toString(d.replays()),
            Integer.toString(d.convicted()),
            percent(d.foundWithin(WITHIN, 0.02)),
            percent(d.foundWithin(WITHIN, 0.05)),
            percent((double) d.convicted() / d.replays()));
      }
    }
    page.text(
        "A node that always cheats is found by the first receipt that is done again. Two of a"
            + " hundred chunks find it within 100 receipts in 87 % of all cases, five of a hundred"
            + " in 99 %.");
  }

  private void honest(Markdown page) {
    page.table(
        "Honest work that is found false",
        "lanes",
        "JIT",
        "threads",
        "batch",
        "receipts",
        "found false");
    List<ModeRun.Mode> modes = ModeRun.Mode.all();
    int receipts = 0;
    int convicted = 0;
    long folds = 0;
    Set<String> seen = new HashSet<>();
    for (ModeRun.Mode mode : modes) {
      boolean interpreted = mode.jit().equals("-Xint");
      ModeRun run =
          ModeRun.of(mode, folder, interpreted ? 40 : honestReceipts / (modes.size() - 1));
      receipts += run.receipts();
      convicted += run.convicted();
      if (!interpreted && mode.batch() == 1) {
        seen.add(run.fold());
        folds++;
      }
      page.row(
          mode.lanes(),
          mode.jit(),
          Integer.toString(mode.threads()),
          Integer.toString(mode.batch()),
          Integer.toString(run.receipts()),
          Integer.toString(run.convicted()));
    }
    goals.always("honest receipts found true", receipts, receipts - convicted);
    page.text(
        "%d honest receipts, %d found false. Work of several sessions at once, token by token, is"
                .formatted(receipts, convicted)
            + " done again alone, as one prefill on one thread. %d lane widths gave %d hash over all"
                .formatted(folds, seen.size())
            + " outputs.");
  }

  private static void inequality(Markdown page) {
    page.table(
        "When cheating stops paying: k·d·(S+R) against G",
        "k",
        "d",
        "k·d·(S+R)/G",
        "best profit by the formula, in G",
        "simulated at that share, in G");
    SplittableRandom random = new SplittableRandom(SEED);
    for (int samples : List.of(1, 2, 8)) {
      for (double detection : List.of(0.5, 1.0)) {
        for (double ratio : List.of(0.5, 0.95, 1.05, 2.0)) {
          CheatingPays game =
              new CheatingPays(samples, detection, ratio / (samples * detection), 1);
          double share = bestShare(game);
          page.row(
              Integer.toString(samples),
              number(detection),
              number(ratio),
              number(game.profit(share)),
              number(game.simulated(share, 400_000, random)));
        }
      }
    }
  }

  private static double bestShare(CheatingPays game) {
    double best = 0.001;
    for (int mille = 1; mille <= 1000; mille++) {
      if (game.profit(mille / 1000.0) > game.profit(best)) {
        best = mille / 1000.0;
      }
    }
    return best;
  }

  private static void swarm(Markdown page) {
    Map<Swarm.Strategy, Integer> population = new EnumMap<>(Swarm.Strategy.class);
    population.put(Swarm.Strategy.HONEST, 800);
    population.put(Swarm.Strategy.ALWAYS_CHEATS, 50);
    population.put(Swarm.Strategy.CHEATS_A_TENTH, 50);
    population.put(Swarm.Strategy.CHEATS_A_HUNDREDTH, 50);
    population.put(Swarm.Strategy.WITHHOLDS, 50);
    page.table(
        "A thousand nodes, ninety days of hourly epochs",
        "strategy",
        "nodes",
        "earned per node, in batches' pay",
        "convictions per node",
        "slashed per node",
        "nodes without stake at the end");
    Swarm swarm = new Swarm(new Swarm.Rules(90 * 24, 50, 1, 0.02, 0.6, 500, 20), 30 * 24, SEED);
    swarm
        .run(population)
        .forEach(
            (strategy, e) ->
                page.row(
                    strategy.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    Integer.toString(e.nodes()),
                    number(e.money()),
                    number(e.convictions()),
                    number(e.slashed()),
                    Integer.toString(e.gone())));
    page.text(
        "A batch has fifty receipts; one of its sample points is asked for, two of a hundred"
            + " receipts are done again, work costs 0.6 of its pay, the stake is 500 batches' pay, a"
            + " first conviction takes 20 and another within thirty days takes all.");
  }

  private static void draws(Markdown page) {
    page.table("Draws from chained seeds", "draws", "bins", "chi-square", "deviations");
    for (int bins : List.of(10, 100, 1_000)) {
      Draws d = Draws.measure(20_000, 7, bins);
      page.row(
          Integer.toString(d.draws()),
          Integer.toString(d.bins()),
          number(d.chiSquare()),
          number(d.deviations()));
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
