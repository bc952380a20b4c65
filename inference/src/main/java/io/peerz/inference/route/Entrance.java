package io.peerz.inference.route;

import java.util.Comparator;
import java.util.List;

/**
 * A visit of a node that begins at a certain layer.
 *
 * @param layers how many layers it computes at first
 * @param workNanos for those
 * @param leastNanos the same with the least that coming here takes
 * @param boundNanos what a route costs at least from here to its end, coming here included
 */
record Entrance(Candidate to, int layers, long workNanos, long leastNanos, long boundNanos) {
  private static final Comparator<Entrance> BEST_BOUND_FIRST =
      Comparator.comparingLong(Entrance::boundNanos)
          .thenComparingInt(entrance -> entrance.to().index());

  /** All visits that may begin at a layer, best bound first. */
  static List<Entrance> at(int layer, List<Candidate> candidates, Bounds bounds) {
    return candidates.stream()
        .filter(to -> to.firstStep(layer) > 0)
        .map(to -> of(to, layer, bounds))
        .sorted(BEST_BOUND_FIRST)
        .toList();
  }

  private static Entrance of(Candidate to, int layer, Bounds bounds) {
    int layers = to.firstStep(layer);
    long work = to.workNanos(layers);
    return new Entrance(to, layers, work, to.inNanos() + work, bounds.entering(to, layer));
  }
}
