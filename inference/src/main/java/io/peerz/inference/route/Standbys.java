package io.peerz.inference.route;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Picks who steps in for a hop: the nearest and fastest nodes that the route does not use. Where
 * operators must differ, each operator belongs to one hop of the plan, standbys included.
 */
final class Standbys {
  private final Route route;
  private final List<Offer> offers;
  private final CostModel costs;
  private final boolean oneHopPerOperator;
  private final Set<Digest> used = new HashSet<>();
  private final Map<Address, Integer> hopOfOperator = new HashMap<>();

  private Standbys(Route route, List<Offer> offers, CostModel costs, boolean oneHopPerOperator) {
    this.route = route;
    this.offers = offers;
    this.costs = costs;
    this.oneHopPerOperator = oneHopPerOperator;
    for (int i = 0; i < route.hops().size(); i++) {
      used.add(route.hops().get(i).offer().nodeId());
      hopOfOperator.put(route.hops().get(i).offer().operator(), i);
    }
  }

  static RoutePlan plan(
      Route route, List<Offer> offers, CostModel costs, RouteLimits limits, int perHop) {
    Standbys choice = new Standbys(route, offers, costs, limits.oneHopPerOperator());
    List<List<Hop>> standbys = new ArrayList<>();
    for (int i = 0; i < route.hops().size(); i++) {
      standbys.add(choice.forHop(i, perHop));
    }
    return new RoutePlan(route, standbys);
  }

  private List<Hop> forHop(int index, int perHop) {
    Hop hop = route.hops().get(index);
    return offers.stream()
        .filter(offer -> !used.contains(offer.nodeId()))
        .filter(offer -> offer.canServe(hop.layerStart(), hop.layerEnd()))
        .sorted(Comparator.comparingLong(offer -> visitNanos(offer, hop.layers())))
        .filter(offer -> !oneHopPerOperator || belongsTo(index, offer.operator()))
        .limit(perHop)
        .map(offer -> new Hop(offer, hop.layerStart(), hop.layerEnd()))
        .toList();
  }

  /** Whether no other hop has this operator; from now on it is this hop's. */
  private boolean belongsTo(int index, Address operator) {
    return hopOfOperator.computeIfAbsent(operator, _ -> index) == index;
  }

  /** The round trip to the client stands for the links; the neighbours may change as well. */
  private long visitNanos(Offer offer, int layers) {
    return costs.enterNanos(offer)
        + costs.leaveNanos(offer)
        + costs.queueNanos(offer)
        + costs.layersNanos(offer, layers);
  }
}
