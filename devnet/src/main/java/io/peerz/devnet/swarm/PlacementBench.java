package io.peerz.devnet.swarm;

import io.peerz.devnet.bench.Markdown;
import io.peerz.inference.placement.NodeCapacity;
import io.peerz.inference.placement.PlacedShard;
import io.peerz.inference.placement.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Plays swarms whose nodes come, go and move by the same function that a real node asks, minute by
 * minute, and measures what the swarm can carry. Pure computing; deterministic.
 */
public final class PlacementBench {
  private static final int LAYERS = 80;
  private static final int MINUTES = 30;
  private static final long SEED = 11;

  private final Consumer<String> progress;

  public PlacementBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * One setting.
   *
   * @param churn share of the nodes that leave in a minute; as many others come
   * @param auto whether nodes choose their layers, or take any
   */
  private record Case(String name, int nodes, double churn, boolean auto) {}

  /** A node: what it can do and where it is. */
  private record Member(NodeCapacity capacity, PlacedShard place, int movedAt, PlacedShard before) {
    static Member at(NodeCapacity capacity, PlacedShard place) {
      return new Member(capacity, place, Integer.MIN_VALUE, place);
    }
  }

  /** The figures as a Markdown page. */
  public String measure() {
    Markdown page = new Markdown("Figures of placement");
    page.text(
        ("Written by `./peerz bench placement`. Simulated nodes that hold 4 to 20 of %d layers,"
                + " with speeds and delays spread as on a map of the world, choose their layers as"
                + " `peerz node run --layers auto` does. Then %d minutes with nodes that leave and"
                + " others that come; each minute one node in ten asks whether to move. The bound"
                + " is all computing power spread evenly over all layers; no placement exceeds it.")
            .formatted(LAYERS, MINUTES));
    page.table(
        "What the swarm carries",
        "swarm",
        "nodes",
        "leave a minute",
        "of the bound, at first",
        "of the bound, later (mean)",
        "least",
        "minutes with a hole",
        "moves per node and hour",
        "moved back within 10 minutes");
    for (Case one :
        List.of(
            new Case("auto", 40, 0.05, true),
            new Case("auto", 200, 0, true),
            new Case("auto", 200, 0.2, true),
            new Case("auto", 1_000, 0.02, true),
            new Case("any layers", 200, 0.2, false),
            new Case("any layers", 1_000, 0.02, false))) {
      progress.accept("%s, %d nodes ...".formatted(one.name, one.nodes));
      row(page, one);
    }
    return page.toString();
  }

  private static void row(Markdown page, Case one) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Member> swarm = new ArrayList<>();
    while (swarm.size() < one.nodes) {
      join(swarm, one, random);
    }
    double first = share(swarm);
    double sum = 0;
    double least = 1;
    int holes = 0;
    int moves = 0;
    int back = 0;
    for (int minute = 0; minute < MINUTES; minute++) {
      replaceSome(swarm, one, random);
      if (one.auto) {
        for (int asks = 0; asks < one.nodes / 10; asks++) {
          int who = random.nextInt(swarm.size());
          Optional<PlacedShard> better = better(swarm, who);
          if (better.isPresent()) {
            Member member = swarm.get(who);
            moves++;
            back += minute - member.movedAt < 10 && better.get().equals(member.before) ? 1 : 0;
            swarm.set(who, new Member(member.capacity, better.get(), minute, member.place));
          }
        }
      }
      double now = share(swarm);
      sum += now;
      least = Math.min(least, now);
      holes += now == 0 ? 1 : 0;
    }
    page.row(
        one.name,
        Integer.toString(one.nodes),
        percent(one.churn),
        percent(first),
        percent(sum / MINUTES),
        percent(least),
        Integer.toString(holes),
        String.format(Locale.ROOT, "%.2f", moves * 60.0 / MINUTES / one.nodes),
        Integer.toString(back));
  }

  private static void replaceSome(List<Member> swarm, Case one, SplittableRandom random) {
    int leaving = (int) Math.round(one.nodes * one.churn);
    for (int i = 0; i < leaving; i++) {
      swarm.remove(random.nextInt(swarm.size()));
    }
    for (int i = 0; i < leaving; i++) {
      join(swarm, one, random);
    }
  }

  private static void join(List<Member> swarm, Case one, SplittableRandom random) {
    NodeCapacity capacity = capacity(random);
    int any = random.nextInt(LAYERS - capacity.mostLayers() + 1);
    PlacedShard place =
        one.auto
            ? new Placement(places(swarm), LAYERS).best(capacity)
            : new PlacedShard(
                any,
                any + capacity.mostLayers(),
                capacity.nanosPerLayerToken(),
                capacity.oneWayMicros());
    swarm.add(Member.at(capacity, place));
  }

  private static Optional<PlacedShard> better(List<Member> swarm, int who) {
    List<Member> others = new ArrayList<>(swarm);
    Member member = others.remove(who);
    return new Placement(places(others), LAYERS).better(member.capacity, member.place);
  }

  private static List<PlacedShard> places(List<Member> swarm) {
    return swarm.stream().map(Member::place).toList();
  }

  /** Log-normal speeds around 200 microseconds a layer, delays up to 75 ms. */
  private static NodeCapacity capacity(SplittableRandom random) {
    double speed = Math.exp(0.5 * gaussian(random));
    return new NodeCapacity(
        4 + random.nextInt(17), Math.round(200_000 * speed), 1_000 + random.nextInt(74_000));
  }

  /** A sum of twelve uniform draws is near enough, and the same everywhere. */
  private static double gaussian(SplittableRandom random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  /** What all routes together carry, of what the computing power could at most. */
  private static double share(List<Member> swarm) {
    double tokensPerSecond = Placement.flow(places(swarm), LAYERS);
    double bound =
        swarm.stream().mapToDouble(m -> 1e9 / m.capacity.nanosPerLayerToken()).sum() / LAYERS;
    return tokensPerSecond / bound;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
