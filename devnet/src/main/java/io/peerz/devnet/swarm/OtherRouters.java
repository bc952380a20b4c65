package io.peerz.devnet.swarm;

import io.peerz.inference.route.Hop;
import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The cost functions of two published systems, written anew from their formulas, as choosers of a
 * route over one swarm. Each is a shortest path whose edges lead from one node to the next.
 */
final class OtherRouters {
  /** Petals: time that a server adds to a request beside its blocks. */
  private static final double PETALS_SERVER_SECONDS = 0.018;

  private static final double MICROS_PER_SECOND = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIS_PER_SECOND = 1e3;

  private final MapSwarm swarm;

  OtherRouters(MapSwarm swarm) {
    this.swarm = swarm;
  }

  /**
   * Petals, all round trips known: half the round trip and 18 ms for each hop, blocks over the
   * measured blocks per second; no queue, no bandwidth, and a server is run to the end of its span.
   */
  Optional<List<Hop>> petals() {
    return cheapest(
        first -> delaySeconds(null, first) + PETALS_SERVER_SECONDS,
        (from, to) -> delaySeconds(from, to) + PETALS_SERVER_SECONDS,
        last -> delaySeconds(last, null),
        (offer, layers) -> layers * offer.service().decodeNanosPerLayerToken() / NANOS_PER_SECOND,
        false);
  }

  /**
   * Parallax: the time of one layer once for each node however many it computes, the whole round
   * trip between nodes, nothing to and from the client, and only ranges that join exactly.
   */
  Optional<List<Hop>> parallax() {
    return cheapest(
        first -> 0,
        (from, to) -> 2 * delaySeconds(from, to) * MILLIS_PER_SECOND,
        last -> 0,
        (offer, layers) ->
            offer.service().decodeNanosPerLayerToken() / NANOS_PER_SECOND * MILLIS_PER_SECOND,
        true);
  }

  /** What a step costs by one of the formulas. */
  private interface End {
    double of(Offer offer);
  }

  /** The best way to a node that has computed up to a layer. */
  private record Way(double cost, List<Hop> hops) {}

  private Optional<List<Hop>> cheapest(
      End enter,
      BiFunction<Offer, Offer, Double> move,
      End leave,
      BiFunction<Offer, Integer, Double> work,
      boolean wholeRanges) {
    int layers = swarm.request().layers();
    List<Map<Offer, Way>> best = new ArrayList<>();
    for (int layer = 0; layer <= layers; layer++) {
      best.add(new HashMap<>());
    }
    for (int layer = 0; layer < layers; layer++) {
      for (Offer next : swarm.offers()) {
        if (canEnter(next, layer, wholeRanges)) {
          int end = next.shard().layerEnd();
          double added = work.apply(next, end - layer);
          Hop hop = new Hop(next, layer, end);
          if (layer == 0) {
            offer(best.get(end), next, new Way(enter.of(next) + added, List.of(hop)));
          }
          for (Map.Entry<Offer, Way> from : best.get(layer).entrySet()) {
            double cost = from.getValue().cost() + move.apply(from.getKey(), next) + added;
            List<Hop> hops = new ArrayList<>(from.getValue().hops());
            hops.add(hop);
            offer(best.get(end), next, new Way(cost, hops));
          }
        }
      }
    }
    return best.get(layers).entrySet().stream()
        .map(end -> new Way(end.getValue().cost() + leave.of(end.getKey()), end.getValue().hops()))
        .min((a, b) -> Double.compare(a.cost(), b.cost()))
        .map(Way::hops);
  }

  private static boolean canEnter(Offer next, int layer, boolean wholeRanges) {
    return wholeRanges
        ? next.shard().layerStart() == layer
        : next.shard().layerStart() <= layer && layer < next.shard().layerEnd();
  }

  private static void offer(Map<Offer, Way> ways, Offer node, Way way) {
    Way known = ways.get(node);
    if (known == null || way.cost() < known.cost()) {
      ways.put(node, way);
    }
  }

  /** The client where an end is null. */
  private double delaySeconds(Offer from, Offer to) {
    return swarm
            .links()
            .delayMicros(
                from == null ? LinkTable.CLIENT : from.nodeId(),
                to == null ? LinkTable.CLIENT : to.nodeId())
        / MICROS_PER_SECOND;
  }
}
