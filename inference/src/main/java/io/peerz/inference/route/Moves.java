package io.peerz.inference.route;

/**
 * What moving rows between two candidates costs, each pair asked of the link table once: a route
 * may move between the same two nodes at many layers, and looking up a link is dear beside adding.
 */
final class Moves {
  private final CostModel costs;
  private final long[][] nanos; // (from, to): plus one, so that zero means not asked yet

  Moves(CostModel costs, int candidates) {
    this.costs = costs;
    this.nanos = new long[candidates][];
  }

  long nanos(Candidate from, Candidate to) {
    long[] row = nanos[from.index()];
    if (row == null) {
      row = new long[nanos.length];
      nanos[from.index()] = row;
    }
    if (row[to.index()] == 0) {
      row[to.index()] = costs.moveNanos(from.offer(), to.offer()) + 1;
    }
    return row[to.index()] - 1;
  }
}
