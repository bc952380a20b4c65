package io.peerz.devnet.swarm;

import io.peerz.devnet.bench.Markdown;
import io.peerz.inference.route.Hop;
import io.peerz.inference.route.Route;
import io.peerz.inference.route.RouteFinder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Compares what choosers of routes choose on random swarms, by the true time of a token. */
public final class RouteBench {
  private static final int SEEDS = 200;
  private static final int NODES = 40;
  private static final int LAYERS = 32;
  private static final double ERROR = 0.1;
  private static final double NINETY_FIVE = 0.95;
  private static final int ROUNDS = 60;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** The figures as a Markdown page. */
  public String measure() {
    Markdown page = new Markdown("Figures of routing");
    page.text("Written by `./peerz bench route`.");
    page.text(
        ("%d random swarms of %d nodes and %d layers, with queues: the true time of one token over"
                + " the chosen route, divided by that of the best route there is. The two lines at"
                + " the end are other systems' cost functions as published, written anew and given"
                + " the true delays and speeds; not their programs.")
            .formatted(SEEDS, NODES, LAYERS));
    page.table("Cost over the optimum", "chooser", "swarms", "mean", "p95", "worst");
    row(page, "Peerz, true values", swarm -> found(swarm, swarm));
    Random random = new Random(1);
    row(
        page,
        "Peerz, every value measured wrong by up to 10 %",
        swarm -> found(swarm.measured(ERROR, random), swarm));
    row(page, "Petals' cost", swarm -> new OtherRouters(swarm).petals());
    row(page, "Parallax' cost", swarm -> new OtherRouters(swarm).parallax());
    page.table("Time to plan", "nodes", "layers", "processor time, ms (median)");
    planning(page, NODES, LAYERS);
    planning(page, 100, 80);
    planning(page, 500, 80);
    planning(page, 2000, 80);
    return page.toString();
  }

  private void row(Markdown page, String name, Function<MapSwarm, Optional<List<Hop>>> chooser) {
    List<Double> ratios = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      MapSwarm swarm = MapSwarm.of(seed, NODES, LAYERS);
      Optional<List<Hop>> best = found(swarm, swarm);
      Optional<List<Hop>> chosen = chooser.apply(swarm);
      if (best.isPresent() && chosen.isPresent()) {
        ratios.add(nanos(swarm, chosen.get()) / nanos(swarm, best.get()));
      }
    }
    ratios.sort(Double::compare);
    page.row(
        name,
        Integer.toString(ratios.size()),
        ratio(ratios.stream().mapToDouble(Double::doubleValue).average().orElse(0)),
        ratio(ratios.get((int) Math.ceil(NINETY_FIVE * ratios.size()) - 1)),
        ratio(ratios.getLast()));
  }

  private void planning(Markdown page, int nodes, int layers) {
    MapSwarm swarm = MapSwarm.of(1, nodes, layers);
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      long start = threads.getCurrentThreadCpuTime();
      RouteFinder.find(swarm.offers(), swarm.links(), swarm.request());
      millis.add((threads.getCurrentThreadCpuTime() - start) / 1e6);
    }
    millis.sort(Double::compare);
    page.row(
        Integer.toString(nodes),
        Integer.toString(layers),
        String.format(Locale.ROOT, "%.1f", millis.get(ROUNDS / 2)));
  }

  /** What our finder chooses when it sees one swarm, as hops of the true one. */
  private static Optional<List<Hop>> found(MapSwarm seen, MapSwarm real) {
    return RouteFinder.find(seen.offers(), seen.links(), seen.request())
        .map(Route::hops)
        .map(hops -> hops.stream().map(hop -> in(real, hop)).toList());
  }

  private static Hop in(MapSwarm real, Hop hop) {
    return real.offers().stream()
        .filter(offer -> offer.nodeId().equals(hop.offer().nodeId()))
        .findFirst()
        .map(offer -> new Hop(offer, hop.layerStart(), hop.layerEnd()))
        .orElseThrow();
  }

  /** The true time of one token, by the cost that the finder documents. */
  private static double nanos(MapSwarm swarm, List<Hop> hops) {
    return RouteFinder.cost(hops, swarm.links(), swarm.request()).toNanos();
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
