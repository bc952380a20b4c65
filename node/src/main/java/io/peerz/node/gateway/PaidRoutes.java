package io.peerz.node.gateway;

import io.peerz.inference.route.Hop;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.session.GenerationRequest;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.cost.Price;
import io.peerz.proof.error.ErrorKind;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds nodes for a piece of work and sets its price aside while it runs. A route that cannot even
 * begin is replaced by another one, once. Thread-safe; blocking.
 */
final class PaidRoutes {
  private final RouteChooser routes;
  private final Coffer coffer;
  private final GatewayMetrics metrics;
  private final OperatorLog log;

  PaidRoutes(RouteChooser routes, Coffer coffer, GatewayMetrics metrics, OperatorLog log) {
    this.routes = routes;
    this.coffer = coffer;
    this.metrics = metrics;
    this.log = log;
  }

  /**
   * Work to be done over a route.
   *
   * @param mayMove whether nobody has heard anything of it yet, so that another route may begin
   * @param run what is measured of it
   */
  record Errand(
      GenerationRequest request,
      RouteWishes wishes,
      BooleanSupplier mayMove,
      GatewayMetrics.Run run) {}

  <T> T run(Errand errand, Function<RouteChoice, T> work) {
    GenerationRequest request = errand.request();
    int newTokens = request.rowsOnly() ? 1 : request.sampling().maxTokens();
    RouteChoice choice = routes.choose(request.prompt().size(), newTokens, errand.wishes());
    try {
      return runOn(choice, errand, work);
    } catch (PeerzException e) {
      if (e.kind() != ErrorKind.PEER || !errand.mayMove().getAsBoolean()) {
        throw e;
      }
      Optional<RouteChoice> other = routes.chooseWithout(choice);
      log.triesAnotherRoute(e.getMessage());
      metrics.routeChanged("refused", 1);
      return runOn(other.orElseThrow(() -> e), errand, work);
    }
  }

  private <T> T runOn(RouteChoice choice, Errand errand, Function<RouteChoice, T> work) {
    GenerationRequest request = errand.request();
    RoutePlan plan = choice.plan().orElseThrow();
    coffer.open(nodesOf(plan));
    List<Hop> held = new ArrayList<>();
    try {
      for (Hop hop : plan.route().hops()) {
        held.add(hop);
        coffer.hold(hop.offer().nodeId(), priceWei(hop, request));
      }
      errand.run().routed();
      return work.apply(choice);
    } finally {
      held.forEach(hop -> coffer.release(hop.offer().nodeId(), priceWei(hop, request)));
    }
  }

  /** The nodes of a route and those that may have to step in. */
  private static List<Digest> nodesOf(RoutePlan plan) {
    return Stream.concat(
            plan.route().hops().stream(), plan.standbys().stream().flatMap(List::stream))
        .map(hop -> hop.offer().nodeId())
        .distinct()
        .toList();
  }

  /** What a hop may cost at most. */
  private static BigInteger priceWei(Hop hop, GenerationRequest request) {
    Geometry geometry = request.geometry();
    boolean head = hop.layerEnd() == geometry.layers();
    long macs =
        MacFormula.forward(
            geometry, hop.layerStart(), hop.layerEnd(), 0, request.maxPositions(), head);
    return Price.amountWei(BigInteger.valueOf(macs), hop.offer().pricePerGcuWei());
  }
}
