package io.peerz.inference.route;

import java.util.List;

/**
 * Why a route was chosen.
 *
 * @param legs the route's time by part, the way back to the client last; empty when there is no
 *     route
 * @param rivals every offer that the route does not use, by what it would have cost
 * @param uncovered layers that no admitted offer has
 */
public record Explanation(
    RouteRequest request, List<Leg> legs, List<Rival> rivals, List<Integer> uncovered) {
  public Explanation {
    legs = List.copyOf(legs);
    rivals = List.copyOf(rivals);
    uncovered = List.copyOf(uncovered);
  }

  /** The expected time of the whole request. */
  public long totalNanos() {
    return legs.stream().mapToLong(Leg::nanos).sum();
  }
}
