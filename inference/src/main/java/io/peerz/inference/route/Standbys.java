package io.peerz.inference.route;

import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Picks who steps in for a hop: the nearest and fastest nodes that the route does not use. */
final class Standbys {
  private Standbys() {}

  static RoutePlan plan(Route route, List<Offer> offers, CostModel costs, int perHop) {
    Set<Digest> used = new HashSet<>();
    route.hops().forEach(hop -> used.add(hop.offer().nodeId()));
    List<List<Hop>> standbys = new ArrayList<>();
    for (Hop hop : route.hops()) {
      standbys.add(forHop(hop, offers, used, costs, perHop));
    }
    return new RoutePlan(route, standbys);
  }

  private static List<Hop> forHop(
      Hop hop, List<Offer> offers, Set<Digest> used, CostModel costs, int perHop) {
    return offers.stream()
        .filter(offer -> !used.contains(offer.nodeId()))
        .filter(offer -> offer.canServe(hop.layerStart(), hop.layerEnd()))
        .sorted(Comparator.comparingLong(offer -> visitNanos(offer, hop.layers(), costs)))
        .limit(perHop)
        .map(offer -> new Hop(offer, hop.layerStart(), hop.layerEnd()))
        .toList();
  }

  /** The round trip to the client stands for the links; the neighbours may change as well. */
  private static long visitNanos(Offer offer, int layers, CostModel costs) {
    return costs.enterNanos(offer)
        + costs.leaveNanos(offer)
        + costs.queueNanos(offer)
        + costs.layersNanos(offer, layers);
  }
}
