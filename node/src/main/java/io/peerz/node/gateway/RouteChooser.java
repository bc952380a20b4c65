package io.peerz.node.gateway;

import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.Rota;
import io.peerz.inference.route.Route;
import io.peerz.inference.route.RouteFinder;
import io.peerz.inference.route.RouteLimits;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.route.RouteRequest;
import io.peerz.inference.route.ThroughputRoutes;
import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.swarm.DirectorySource;
import io.peerz.inference.swarm.Snapshot;
import io.peerz.inference.swarm.SwarmView;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Chooses the nodes for one request from what the swarm looks like now. Blocking. */
final class RouteChooser {
  private static final int TYPICAL_PROMPT_TOKENS = 32;
  private static final int TYPICAL_NEW_TOKENS = 32;

  private final DirectorySource directory;
  private final SwarmView swarm;
  private final Digest modelId;
  private final Geometry geometry;
  private final RouteWishes always;
  private final Rota rota = new Rota();

  /**
   * Chooses for one model.
   *
   * @param always what the payer asks of every route
   */
  RouteChooser(
      DirectorySource directory,
      SwarmView swarm,
      Digest modelId,
      Geometry geometry,
      RouteWishes always) {
    this.directory = directory;
    this.swarm = swarm;
    this.modelId = modelId;
    this.geometry = geometry;
    this.always = always;
  }

  /** Every node that the registry names for this model, whether it answers or not. */
  List<Digest> registered() {
    return directory.active(modelId).stream().map(DirectoryEntry::nodeId).toList();
  }

  /** Every offer of a node that answers. */
  List<Offer> offers() {
    return swarm.look(modelId).offers();
  }

  /**
   * The cheapest route with its standbys, or the one whose turn it is; NO_ROUTE names the layers
   * that nobody offers.
   */
  RouteChoice choose(int promptTokens, int newTokens, RouteWishes wishes) {
    RouteChoice choice = choice(promptTokens, newTokens, wishes, rota::next);
    if (choice.plan().isEmpty()) {
      throw NoRoute.exception(choice.offers(), choice.request());
    }
    return choice;
  }

  /** The same, with or without a route; of those that share the work, the strongest. */
  RouteChoice look(int promptTokens, int newTokens, RouteWishes wishes) {
    return choice(
        promptTokens,
        newTokens,
        wishes,
        shares -> shares.stream().findFirst().map(ThroughputRoutes.Share::route));
  }

  /** Where no whole shards join up, work for throughput takes the soonest route as well. */
  private RouteChoice choice(
      int promptTokens,
      int newTokens,
      RouteWishes wishes,
      Function<List<ThroughputRoutes.Share>, Optional<Route>> turn) {
    Snapshot now = swarm.look(modelId);
    RouteRequest request = request(promptTokens, newTokens, wishes);
    Optional<Route> shared =
        always.and(wishes).throughput()
            ? turn.apply(ThroughputRoutes.of(now.offers(), now.links(), request))
            : Optional.empty();
    return shared
        .map(route -> RouteChoice.along(route, now.offers(), now, request))
        .orElseGet(() -> RouteChoice.among(now.offers(), now, request));
  }

  /** A route that uses none of these nodes, if there is any. */
  Optional<RouteChoice> chooseWithout(RouteRequest request, Set<Digest> avoided) {
    Snapshot now = swarm.look(modelId);
    List<Offer> others =
        now.offers().stream().filter(offer -> !avoided.contains(offer.nodeId())).toList();
    return Optional.of(RouteChoice.among(others, now, request))
        .filter(choice -> choice.plan().isPresent());
  }

  /** Nodes failed in the middle of an answer: others come first for a while. */
  void failed(Set<Digest> nodeIds) {
    nodeIds.forEach(swarm::failed);
  }

  /** An undisturbed answer came over a route: its nodes' claims are held against it. */
  void observed(RouteChoice choice, Duration meanToken) {
    RoutePlan plan = choice.plan().orElseThrow();
    RouteRequest oneToken = request(1, 1, RouteWishes.NONE);
    Duration promised = RouteFinder.cost(plan.route().hops(), choice.links(), oneToken);
    swarm.observed(plan.route(), promised, meanToken);
  }

  /** What the swarm looks like, with the route of a prompt of common length. */
  SwarmReport report(String model) {
    RouteChoice now = look(TYPICAL_PROMPT_TOKENS, TYPICAL_NEW_TOKENS, RouteWishes.NONE);
    Optional<RoutePlan> plan = now.plan();
    return new SwarmReport(
        model,
        modelId,
        geometry.layers(),
        now.offers().stream().map(offer -> seen(offer, now.links())).toList(),
        plan.map(p -> p.route().hops()).orElse(List.of()).stream()
            .map(h -> new SwarmReport.Stop(h.offer().nodeId(), h.layerStart(), h.layerEnd()))
            .toList(),
        plan.map(p -> p.route().costMicros()).orElse(0L),
        plan.map(p -> p.standbys().stream().mapToInt(List::size).sum()).orElse(0),
        plan.isPresent() ? "" : NoRoute.exception(now.offers(), now.request()).getMessage());
  }

  private static SwarmReport.Seen seen(Offer offer, LinkTable links) {
    return new SwarmReport.Seen(
        offer.nodeId(),
        offer.operator(),
        offer.stakeWei(),
        offer.shard().layerStart(),
        offer.shard().layerEnd(),
        links.delayMicros(LinkTable.CLIENT, offer.nodeId()),
        offer.service().prefillNanosPerLayerToken(),
        offer.service().decodeNanosPerLayerToken(),
        offer.service().queuedTokens(),
        offer.pricePerGcuWei());
  }

  private RouteRequest request(int promptTokens, int newTokens, RouteWishes wishes) {
    RouteLimits limits = always.and(wishes).limits(geometry, promptTokens + newTokens);
    return new RouteRequest(
        modelId,
        geometry.layers(),
        geometry.dModel() * Float.BYTES,
        promptTokens,
        newTokens,
        RouteRequest.DEFAULT_BYTES_PER_SECOND,
        limits);
  }
}
