package io.peerz.inference.placement;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the layer range at which a node helps its swarm most. What a range is worth is told in
 * {@link Worth}: a hole in the coverage is filled first, then the range is taken that lifts the
 * least cut, or brings the next lift nearer, and among those the one that lets a token come
 * soonest. Ranges begin or end where others do, because only ranges that join make routes; each is
 * as long as the node can hold, because every hop costs a delay.
 *
 * <p>A node that serves already moves only for a filled hole or a quarter more throughput, and
 * never where its leaving would stop the last route. Each move therefore raises the swarm's worth
 * by a fixed share, so nodes that move one after another come to rest. Pure; safe to call from
 * anywhere.
 */
public final class Placement {
  /** A twentieth more or less is less than what anybody can measure. */
  private static final int TOLERANCE = 20;

  private static final double MICRO = 1e6;

  private record Choice(PlacedShard range, Worth worth) {}

  private final List<PlacedShard> others;
  private final int layers;
  private final FlowNetwork without;
  private final TokenWays ways;

  /**
   * The swarm as a node finds it.
   *
   * @param others what all other nodes serve
   */
  public Placement(List<PlacedShard> others, int layers) {
    Require.range(BAD_REQUEST, "layers", layers, 1, 0xffff);
    others.forEach(shard -> Require.range(BAD_REQUEST, "layerEnd", shard.layerEnd(), 1, layers));
    this.others = List.copyOf(others);
    this.layers = layers;
    this.without = new FlowNetwork(layers);
    others.forEach(without::add);
    without.fill();
    this.ways = new TokenWays(others, layers);
  }

  /** The best range for a node that serves nothing yet. */
  public PlacedShard best(NodeCapacity mine) {
    List<Choice> choices =
        ranges(mine).stream().map(range -> new Choice(range, worthWith(range))).toList();
    long flow = choices.stream().mapToLong(choice -> choice.worth.flow()).max().orElseThrow();
    List<Choice> strongest =
        choices.stream().filter(choice -> choice.worth.flow() >= flow - flow / TOLERANCE).toList();
    int missing =
        strongest.stream().mapToInt(choice -> choice.worth.missingLayers()).min().orElseThrow();
    List<Choice> nearest =
        strongest.stream().filter(choice -> choice.worth.missingLayers() == missing).toList();
    long soonest =
        nearest.stream().mapToLong(choice -> choice.worth.tokenNanos()).min().orElseThrow();
    return nearest.stream()
        .filter(choice -> choice.worth.tokenNanos() - soonest <= soonest / TOLERANCE)
        .findFirst()
        .orElseThrow()
        .range;
  }

  /** Where a node that serves {@code current} should move to; empty when it should stay. */
  public Optional<PlacedShard> better(NodeCapacity mine, PlacedShard current) {
    Worth now = worthWith(current);
    boolean leavesNoRoute = now.flow() > 0 && without.fill() == 0;
    if (leavesNoRoute) {
      return Optional.empty();
    }
    return Optional.of(best(mine)).filter(range -> worthWith(range).isWorthMovingFrom(now));
  }

  /** What the swarm is worth once a node serves this range too. */
  public Worth worthWith(PlacedShard range) {
    FlowNetwork with = without.copy();
    with.add(range);
    return new Worth(with.fill(), with.missingLayers(), ways.fastestWith(range));
  }

  /** Tokens per second that all routes of a swarm together can carry. */
  public static double flow(List<PlacedShard> swarm, int layers) {
    FlowNetwork network = new FlowNetwork(layers);
    swarm.forEach(network::add);
    return network.fill() / MICRO;
  }

  /** From low layers to high ones, so that equal ranges are chosen alike everywhere. */
  private List<PlacedShard> ranges(NodeCapacity mine) {
    TreeSet<Integer> joints = new TreeSet<>(List.of(0, layers));
    for (PlacedShard shard : others) {
      joints.add(shard.layerStart());
      joints.add(shard.layerEnd());
    }
    List<PlacedShard> ranges = new ArrayList<>();
    for (int joint : joints) {
      int furthest = Math.min(layers, joint + mine.mostLayers());
      addRange(ranges, mine, joint, furthest);
      addRange(ranges, mine, joint, joints.floor(furthest));
      int lowest = Math.max(0, joint - mine.mostLayers());
      addRange(ranges, mine, lowest, joint);
      addRange(ranges, mine, joints.ceiling(lowest), joint);
    }
    return ranges;
  }

  private static void addRange(
      List<PlacedShard> ranges, NodeCapacity mine, int layerStart, int layerEnd) {
    if (layerStart < layerEnd) {
      ranges.add(mine.at(layerStart, layerEnd));
    }
  }
}
