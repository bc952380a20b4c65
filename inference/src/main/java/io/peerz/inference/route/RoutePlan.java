package io.peerz.inference.route;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import java.util.List;

/**
 * A route and who can step in.
 *
 * @param standbys for each hop of the route, best first: hops over the same layers on nodes that no
 *     hop of the route uses
 */
public record RoutePlan(Route route, List<List<Hop>> standbys) {
  public RoutePlan {
    standbys = standbys.stream().map(List::copyOf).toList();
    Require.that(
        standbys.size() == route.hops().size(), BAD_REQUEST, "each hop has its list of standbys");
  }

  /** A route without standbys. */
  public static RoutePlan of(Route route) {
    return new RoutePlan(route, route.hops().stream().map(hop -> List.<Hop>of()).toList());
  }
}
