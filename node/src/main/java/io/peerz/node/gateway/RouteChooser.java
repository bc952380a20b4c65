package io.peerz.node.gateway;

import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.Route;
import io.peerz.inference.route.RouteFinder;
import io.peerz.inference.route.RouteLimits;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.route.RouteRequest;
import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.swarm.DirectorySource;
import io.peerz.inference.swarm.Snapshot;
import io.peerz.inference.swarm.SwarmView;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses the nodes for one request from what the swarm looks like now. Blocking. */
final class RouteChooser {
  private static final int STANDBYS = 2;
  private static final int TYPICAL_PROMPT_TOKENS = 32;
  private static final int TYPICAL_NEW_TOKENS = 32;

  private final DirectorySource directory;
  private final SwarmView swarm;
  private final Digest modelId;
  private final Geometry geometry;
  private volatile LinkTable latestLinks = LinkTable.relayed(Map.of());

  RouteChooser(DirectorySource directory, SwarmView swarm, Digest modelId, Geometry geometry) {
    this.directory = directory;
    this.swarm = swarm;
    this.modelId = modelId;
    this.geometry = geometry;
  }

  /** Every node that the registry names for this model, whether it answers or not. */
  List<Digest> registered() {
    return directory.active(modelId).stream().map(DirectoryEntry::nodeId).toList();
  }

  /** Every offer of a node that answers. */
  List<Offer> offers() {
    return swarm.look(modelId).offers();
  }

  /** The cheapest route with its standbys; NO_ROUTE names the layers that nobody offers. */
  RoutePlan choose(int promptTokens, int newTokens) {
    Snapshot now = swarm.look(modelId);
    latestLinks = now.links();
    RouteRequest request = request(promptTokens, newTokens);
    return RouteFinder.plan(now.offers(), now.links(), request, STANDBYS)
        .orElseThrow(() -> noRoute(now.offers(), request));
  }

  /** Another route that uses no node of a failed one, if there is any. */
  Optional<RoutePlan> chooseWithout(RoutePlan failed, int promptTokens, int newTokens) {
    Set<Digest> avoided =
        failed.route().hops().stream().map(hop -> hop.offer().nodeId()).collect(Collectors.toSet());
    Snapshot now = swarm.look(modelId);
    List<Offer> others =
        now.offers().stream().filter(offer -> !avoided.contains(offer.nodeId())).toList();
    return RouteFinder.plan(others, now.links(), request(promptTokens, newTokens), STANDBYS);
  }

  /** An undisturbed answer came over a route: its nodes' claims are held against it. */
  void observed(Route route, Duration meanToken) {
    Duration promised = RouteFinder.cost(route.hops(), latestLinks, request(1, 1));
    swarm.observed(route, promised, meanToken);
  }

  /** What the swarm looks like, with the route of a prompt of common length. */
  SwarmReport report(String model) {
    Snapshot now = swarm.look(modelId);
    RouteRequest request = request(TYPICAL_PROMPT_TOKENS, TYPICAL_NEW_TOKENS);
    Optional<RoutePlan> plan = RouteFinder.plan(now.offers(), now.links(), request, STANDBYS);
    return new SwarmReport(
        model,
        modelId,
        geometry.layers(),
        now.offers().stream().map(offer -> seen(offer, now)).toList(),
        plan.map(p -> p.route().hops()).orElse(List.of()).stream()
            .map(h -> new SwarmReport.Stop(h.offer().nodeId(), h.layerStart(), h.layerEnd()))
            .toList(),
        plan.map(p -> p.route().costMicros()).orElse(0L),
        plan.map(p -> p.standbys().stream().mapToInt(List::size).sum()).orElse(0),
        plan.isPresent() ? "" : noRoute(now.offers(), request).getMessage());
  }

  private static SwarmReport.Seen seen(Offer offer, Snapshot now) {
    return new SwarmReport.Seen(
        offer.nodeId(),
        offer.shard().layerStart(),
        offer.shard().layerEnd(),
        now.links().delayMicros(LinkTable.CLIENT, offer.nodeId()),
        offer.service().decodeNanosPerLayerToken(),
        offer.service().queuedTokens(),
        offer.pricePerGcuWei());
  }

  private RouteRequest request(int promptTokens, int newTokens) {
    return new RouteRequest(
        modelId,
        geometry.layers(),
        geometry.dModel() * Float.BYTES,
        promptTokens,
        newTokens,
        RouteRequest.DEFAULT_BYTES_PER_SECOND,
        RouteLimits.NONE);
  }

  private static PeerzException noRoute(List<Offer> offers, RouteRequest request) {
    List<Integer> uncovered = RouteFinder.uncoveredLayers(offers, request);
    String why =
        uncovered.isEmpty()
            ? "the layer ranges of the nodes that answer do not join"
            : "no node that answers offers layers " + ranges(uncovered);
    return new PeerzException(
        ErrorCode.NO_ROUTE, "no route: " + why + "; try again when such a node is up");
  }

  /** {@code 0:2, 5:6} for the layers 0, 1 and 5. */
  static String ranges(List<Integer> layers) {
    StringBuilder text = new StringBuilder();
    int start = 0;
    for (int i = 1; i <= layers.size(); i++) {
      if (i == layers.size() || layers.get(i) != layers.get(i - 1) + 1) {
        text.append(text.isEmpty() ? "" : ", ");
        text.append(layers.get(start)).append(':').append(layers.get(i - 1) + 1);
        start = i;
      }
    }
    return text.toString();
  }
}
