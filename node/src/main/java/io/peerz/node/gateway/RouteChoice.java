package io.peerz.node.gateway;

import io.peerz.inference.route.Explanation;
import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.Route;
import io.peerz.inference.route.RouteFinder;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.route.RouteRequest;
import io.peerz.inference.swarm.Snapshot;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A route and all that it was chosen from, so that the choice can be explained later.
 *
 * @param oneWayMicros measured delay to each node: L; a node never reached has none
 * @param throughput whether it is one of several that share the work, rather than the soonest
 * @param plan empty when no offers within the limits join up
 */
public record RouteChoice(
    List<Offer> offers,
    Map<Digest, Long> oneWayMicros,
    RouteRequest request,
    boolean throughput,
    Optional<RoutePlan> plan) {
  private static final int STANDBYS = 2;

  public RouteChoice {
    offers = List.copyOf(offers);
    oneWayMicros = Map.copyOf(oneWayMicros);
  }

  /** The soonest route. */
  static RouteChoice among(List<Offer> offers, Snapshot seen, RouteRequest request) {
    return new RouteChoice(
        offers,
        oneWay(seen),
        request,
        false,
        RouteFinder.plan(offers, seen.links(), request, STANDBYS));
  }

  /** A route whose turn it is among those that share the work. */
  static RouteChoice along(Route route, List<Offer> offers, Snapshot seen, RouteRequest request) {
    RoutePlan plan = RouteFinder.planFor(route, offers, seen.links(), request, STANDBYS);
    return new RouteChoice(offers, oneWay(seen), request, true, Optional.of(plan));
  }

  private static Map<Digest, Long> oneWay(Snapshot seen) {
    return seen.ages().keySet().stream()
        .collect(
            Collectors.toMap(
                node -> node, node -> seen.links().delayMicros(LinkTable.CLIENT, node)));
  }

  LinkTable links() {
    return LinkTable.relayed(oneWayMicros);
  }

  /** Searches once for each offer. */
  public Explanation explain() {
    return RouteFinder.explain(offers, links(), request, plan);
  }
}
