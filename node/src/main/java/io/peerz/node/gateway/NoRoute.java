package io.peerz.node.gateway;

import io.peerz.inference.route.Offer;
import io.peerz.inference.route.RouteFinder;
import io.peerz.inference.route.RouteLimits;
import io.peerz.inference.route.RouteRequest;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.List;

/** Says why there is no route, and names the layers that are missing. */
final class NoRoute {
  private NoRoute() {}

  static PeerzException exception(List<Offer> offers, RouteRequest request) {
    return new PeerzException(ErrorCode.NO_ROUTE, "no route: " + why(offers, request));
  }

  private static String why(List<Offer> offers, RouteRequest request) {
    RouteRequest unlimited = request.withLimits(RouteLimits.NONE);
    List<Integer> missing = RouteFinder.uncoveredLayers(offers, unlimited);
    if (!missing.isEmpty()) {
      return "no node that answers offers layers %s; try again when such a node is up"
          .formatted(ranges(missing));
    }
    List<Integer> refused = RouteFinder.uncoveredLayers(offers, request);
    if (!refused.isEmpty()) {
      return "no node offers layers %s within the price and stake that you ask for; ask for less"
          .formatted(ranges(refused));
    }
    return request.limits().oneHopPerOperator()
        ? "no operators that differ cover all layers; allow the same operator twice"
        : "the layer ranges of the nodes that answer do not join; try again when others are up";
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
