package io.peerz.inference.route;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /** The same route with standbys in the places of some nodes; empty where nobody stands by. */
  public Optional<RoutePlan> without(Set<Digest> nodeIds) {
    List<Hop> hops = new ArrayList<>();
    List<List<Hop>> spares = new ArrayList<>();
    Set<Digest> used = new HashSet<>(nodeIds);
    route.hops().forEach(hop -> used.add(hop.offer().nodeId()));
    for (int i = 0; i < standbys.size(); i++) {
      Hop hop = route.hops().get(i);
      List<Hop> left =
          standbys.get(i).stream().filter(s -> !nodeIds.contains(s.offer().nodeId())).toList();
      if (nodeIds.contains(hop.offer().nodeId())) {
        Optional<Hop> next =
            left.stream().filter(spare -> used.add(spare.offer().nodeId())).findFirst();
        if (next.isEmpty()) {
          return Optional.empty();
        }
        hop = next.get();
      }
      Hop chosen = hop;
      hops.add(chosen);
      spares.add(left.stream().filter(spare -> !spare.equals(chosen)).toList());
    }
    return Optional.of(new RoutePlan(new Route(hops, route.costMicros()), spares));
  }

  /** A route without standbys. */
  public static RoutePlan of(Route route) {
    return new RoutePlan(route, route.hops().stream().map(hop -> List.<Hop>of()).toList());
  }
}
