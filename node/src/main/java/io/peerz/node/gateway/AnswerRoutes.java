package io.peerz.node.gateway;

import io.peerz.inference.route.Hop;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.session.GenerationRequest;
import io.peerz.inference.session.OtherRoutes;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.cost.Price;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The routes that one answer takes: the first and, where nodes fail and nobody stands by, others.
 * What each may cost at most is set aside until the answer is over. Owned by the answer's thread;
 * blocking.
 */
final class AnswerRoutes implements OtherRoutes, AutoCloseable {
  private final RouteChooser routes;
  private final Coffer coffer;
  private final GenerationRequest request;
  private final GatewayMetrics metrics;
  private final OperatorLog log;
  private final List<Hop> held = new ArrayList<>();
  private RouteChoice choice;

  /** Nothing is set aside before {@link #first}. */
  AnswerRoutes(
      RouteChooser routes,
      Coffer coffer,
      GenerationRequest request,
      RouteChoice choice,
      GatewayMetrics metrics,
      OperatorLog log) {
    this.routes = routes;
    this.coffer = coffer;
    this.request = request;
    this.choice = choice;
    this.metrics = metrics;
    this.log = log;
  }

  /** The route that was chosen, paid for. */
  RoutePlan first() {
    return paid(choice);
  }

  /** What was chosen last. */
  RouteChoice choice() {
    return choice;
  }

  @Override
  public void failed(Set<Digest> nodeIds) {
    routes.failed(nodeIds);
  }

  @Override
  public Optional<RoutePlan> without(Set<Digest> nodeIds) {
    Optional<RouteChoice> other = routes.chooseWithout(choice.request(), nodeIds);
    other.ifPresent(
        found -> {
          log.takesAnotherRoute(nodeIds.size());
          metrics.routeChanged("rerouted", 1);
          choice = found;
        });
    return other.map(this::paid);
  }

  private RoutePlan paid(RouteChoice chosen) {
    RoutePlan plan = chosen.plan().orElseThrow();
    coffer.open(List.copyOf(nodesOf(plan)));
    for (Hop hop : plan.route().hops()) {
      held.add(hop);
      coffer.hold(hop.offer().nodeId(), priceWei(hop));
    }
    return plan;
  }

  @Override
  public void close() {
    held.forEach(hop -> coffer.release(hop.offer().nodeId(), priceWei(hop)));
  }

  /** The nodes of a route and those that may have to step in. */
  static Set<Digest> nodesOf(RoutePlan plan) {
    return Stream.concat(
            plan.route().hops().stream(), plan.standbys().stream().flatMap(List::stream))
        .map(hop -> hop.offer().nodeId())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** What a hop may cost at most. */
  private BigInteger priceWei(Hop hop) {
    Geometry geometry = request.geometry();
    boolean head = hop.layerEnd() == geometry.layers();
    long macs =
        MacFormula.forward(
            geometry, hop.layerStart(), hop.layerEnd(), 0, request.maxPositions(), head);
    return Price.amountWei(BigInteger.valueOf(macs), hop.offer().pricePerGcuWei());
  }
}
