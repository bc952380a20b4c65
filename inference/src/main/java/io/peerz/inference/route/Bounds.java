package io.peerz.inference.route;

import java.util.Arrays;
import java.util.List;

/**
 * What a route still costs at least, from any layer on: the same sum as the cost model's with the
 * least delay that any link into or out of a node may have. Never too high, so a label whose cost
 * and bound together exceed a known route can be dropped without losing the cheapest.
 */
final class Bounds {
  private static final long NEVER = Long.MAX_VALUE / 4;

  private final CostModel costs;
  private final List<Candidate> candidates;
  private final int layers;
  private final long[] move; // (layer): rows left a node here and go to any other
  private final long[][] rest; // (candidate, layer - start): rows are at the candidate

  Bounds(List<Candidate> candidates, CostModel costs, int layers) {
    this.costs = costs;
    this.candidates = candidates;
    this.layers = layers;
    this.move = new long[layers + 1];
    this.rest = new long[candidates.size()][];
    for (Candidate candidate : candidates) {
      rest[candidate.index()] = new long[candidate.offer().shard().layers() + 1];
    }
    Arrays.fill(move, NEVER);
    for (int layer = layers; layer >= 0; layer--) {
      fill(layer);
    }
  }

  /** From rows at a node that has done the layers below. */
  long rest(Candidate at, int layer) {
    return rest[at.index()][layer - at.offer().shard().layerStart()];
  }

  /** From rows that enter a node at a layer, the link's least time included. */
  long entering(Candidate next, int layer) {
    int step = next.firstStep(layer);
    return next.inNanos() + next.workNanos(step) + rest(next, layer + step);
  }

  /** Bounds of a layer need those of the layers above only. */
  private void fill(int layer) {
    for (Candidate candidate : candidates) {
      if (layer < layers && candidate.firstStep(layer) > 0) {
        move[layer] = Math.min(move[layer], entering(candidate, layer));
      }
    }
    for (Candidate candidate : candidates) {
      int start = candidate.offer().shard().layerStart();
      if (layer > start && layer <= candidate.offer().shard().layerEnd()) {
        rest[candidate.index()][layer - start] = restAt(candidate, layer);
      }
    }
  }

  private long restAt(Candidate at, int layer) {
    if (layer == layers) {
      return costs.leaveNanos(at.offer());
    }
    long leave = at.outNanos() + move[layer];
    return at.canStay(layer) ? Math.min(leave, at.nanosPerLayer() + rest(at, layer + 1)) : leave;
  }
}
