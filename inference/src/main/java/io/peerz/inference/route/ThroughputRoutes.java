package io.peerz.inference.route;

import io.peerz.inference.placement.GreatestFlow;
import io.peerz.inference.placement.PlacedShard;
import io.peerz.proof.id.Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Routes for much work that is in no hurry: the mission's T_ij alone. The swarm is a flow network
 * whose edges are whole shards with their tokens per second; its greatest flow (Ford and Fulkerson)
 * is the most that all routes together can carry, and is taken apart into routes with a share each.
 * Queues do not count: they are what the shares keep even. Pure; safe to call from anywhere.
 */
public final class ThroughputRoutes {
  private static final double MICRO = 1e6;

  /** One route and how much of the whole flow it carries. */
  public record Share(Route route, double tokensPerSecond) {}

  private final List<Offer> offers;
  private final long[] left; // of each offer's load, millionths of a token per second
  private final int layers;

  private ThroughputRoutes(List<Offer> offers, int layers) {
    this.offers = offers;
    this.layers = layers;
    List<PlacedShard> shards = offers.stream().map(ThroughputRoutes::placed).toList();
    this.left = GreatestFlow.over(shards, layers);
  }

  /**
   * Routes that carry the greatest flow, the strongest first; none where whole shards do not join
   * up. Where operators must differ, routes that meet one twice are left out.
   */
  public static List<Share> of(List<Offer> offers, LinkTable links, RouteRequest request) {
    ThroughputRoutes flow =
        new ThroughputRoutes(RouteFinder.admitted(offers, request), request.layers());
    List<Share> shares = new ArrayList<>();
    for (Optional<List<Integer>> way = flow.next(); way.isPresent(); way = flow.next()) {
      long load = flow.take(way.get());
      List<Hop> hops = way.get().stream().map(flow::hop).toList();
      if (!request.limits().oneHopPerOperator() || operatorsDiffer(hops)) {
        long micros = RouteFinder.cost(hops, links, request).toNanos() / 1_000;
        shares.add(new Share(new Route(hops, micros), load / MICRO));
      }
    }
    shares.sort((a, b) -> Double.compare(b.tokensPerSecond(), a.tokensPerSecond()));
    return shares;
  }

  private static PlacedShard placed(Offer offer) {
    return new PlacedShard(
        offer.shard().layerStart(), offer.shard().layerEnd(), offer.service().decodeNanos(), 0);
  }

  /** Follows the strongest load from layer to layer; what enters a layer leaves it. */
  private Optional<List<Integer>> next() {
    List<Integer> way = new ArrayList<>();
    int layer = 0;
    while (layer < layers) {
      int strongest = strongestFrom(layer);
      if (strongest < 0) {
        return Optional.empty();
      }
      way.add(strongest);
      layer = offers.get(strongest).shard().layerEnd();
    }
    return Optional.of(way);
  }

  private int strongestFrom(int layer) {
    int strongest = -1;
    for (int i = 0; i < left.length; i++) {
      boolean starts = offers.get(i).shard().layerStart() == layer && left[i] > 0;
      if (starts && (strongest < 0 || left[i] > left[strongest])) {
        strongest = i;
      }
    }
    return strongest;
  }

  private long take(List<Integer> way) {
    long load = way.stream().mapToLong(i -> left[i]).min().orElseThrow();
    way.forEach(i -> left[i] -= load);
    return load;
  }

  private Hop hop(int index) {
    Offer offer = offers.get(index);
    return new Hop(offer, offer.shard().layerStart(), offer.shard().layerEnd());
  }

  private static boolean operatorsDiffer(List<Hop> hops) {
    Set<Address> seen = new HashSet<>();
    return hops.stream().allMatch(hop -> seen.add(hop.offer().operator()));
  }
}
