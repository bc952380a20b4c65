package io.peerz.inference.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the cheapest route over the nodes i and their shards j: pure functions, safe to call from
 * anywhere. What a route costs, in the mission's symbols L_ij and T_ij, is told in {@link
 * CostModel}; how the cheapest is found, in {@link LabelSearch}.
 */
public final class RouteFinder {
  private RouteFinder() {}

  /** The cheapest route over all layers, or empty when the admitted offers do not join up. */
  public static Optional<Route> find(List<Offer> offers, LinkTable links, RouteRequest request) {
    return new LabelSearch(admitted(offers, request), new CostModel(request, links), request)
        .cheapest();
  }

  /** The cheapest route and, for each hop, up to {@code standbys} nodes that can step in. */
  public static Optional<RoutePlan> plan(
      List<Offer> offers, LinkTable links, RouteRequest request, int standbys) {
    return find(offers, links, request)
        .map(route -> planFor(route, offers, links, request, standbys));
  }

  /** A route that is chosen already, with up to {@code standbys} nodes for each hop. */
  public static RoutePlan planFor(
      Route route, List<Offer> offers, LinkTable links, RouteRequest request, int standbys) {
    return Standbys.plan(
        route,
        admitted(offers, request),
        new CostModel(request, links),
        request.limits(),
        standbys);
  }

  /** The time that hops take for a request, as the finder counts it. */
  public static Duration cost(List<Hop> hops, LinkTable links, RouteRequest request) {
    CostModel costs = new CostModel(request, links);
    long nanos = costs.leaveNanos(hops.getLast().offer());
    for (int i = 0; i < hops.size(); i++) {
      Offer here = hops.get(i).offer();
      nanos += i == 0 ? costs.enterNanos(here) : costs.moveNanos(hops.get(i - 1).offer(), here);
      nanos += costs.queueNanos(here) + costs.layersNanos(here, hops.get(i).layers());
    }
    return Duration.ofNanos(nanos);
  }

  /**
   * Why a route was chosen: its time by part, and what every other offer would have cost or why it
   * was no choice. Searches once for each offer.
   *
   * @param plan what was chosen among these offers, or empty when nothing joins up
   */
  public static Explanation explain(
      List<Offer> offers, LinkTable links, RouteRequest request, Optional<RoutePlan> plan) {
    List<Leg> legs =
        plan.map(chosen -> Leg.along(chosen.route().hops(), new CostModel(request, links)))
            .orElse(List.of());
    List<Rival> rivals =
        plan.map(chosen -> new Rivals(offers, links, request, chosen).all()).orElse(List.of());
    return new Explanation(request, legs, rivals, uncoveredLayers(offers, request));
  }

  /** Layers without an admitted offer; empty when only the ranges of whole shards do not join. */
  public static List<Integer> uncoveredLayers(List<Offer> offers, RouteRequest request) {
    Set<Integer> covered = new HashSet<>();
    for (Offer offer : admitted(offers, request)) {
      for (int layer = offer.shard().layerStart(); layer < offer.shard().layerEnd(); layer++) {
        covered.add(layer);
      }
    }
    List<Integer> missing = new ArrayList<>();
    for (int layer = 0; layer < request.layers(); layer++) {
      if (!covered.contains(layer)) {
        missing.add(layer);
      }
    }
    return missing;
  }

  /** In a fixed order, so that equal costs are broken alike everywhere. */
  static List<Offer> admitted(List<Offer> offers, RouteRequest request) {
    return offers.stream()
        .filter(offer -> offer.shard().modelId().equals(request.modelId()))
        .filter(offer -> offer.shard().layerEnd() <= request.layers())
        .filter(request.limits()::admits)
        .sorted(
            Comparator.comparing(Offer::nodeId)
                .thenComparingInt(offer -> offer.shard().layerStart()))
        .toList();
  }
}
