package io.peerz.devnet.trust;

import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;

/**
 * What replaying costs beside the work: a chunk is done again with the whole session before it.
 *
 * @param chunks of a session
 * @param positions of a chunk
 */
record ReplayCost(int chunks, int positions) {
  /** MACs done again per MAC of work, if every chunk is drawn with this probability. */
  double share(Geometry g, double drawn) {
    long work = MacFormula.forward(g, 0, g.layers(), 0, chunks * positions, false);
    double again = 0;
    for (int chunk = 1; chunk <= chunks; chunk++) {
      again += MacFormula.forward(g, 0, g.layers(), 0, chunk * positions, false);
    }
    return drawn * again / work;
  }
}
