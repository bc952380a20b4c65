package io.peerz.inference.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Exact label setting over (layer, node).
 *
 * <p>A label says that layers [0, layer) are done and the rows are at a node. From there the node
 * computes its next layer, or the rows move to another node that holds it; so a route may enter a
 * shard late and leave it early, unless the offer is for whole shards only. Every step leads to a
 * higher layer, hence all labels of a layer are final once the layers below are expanded. Where
 * operators must differ, a label also carries who was used and yields only to one that is no dearer
 * and used nobody else.
 */
final class LabelSearch {
  private final List<Candidate> candidates = new ArrayList<>();
  private final CostModel costs;
  private final RouteRequest request;
  private final List<List<Candidate>> enterable = new ArrayList<>(); // (layer, candidates)
  private final long[][] moveNanos; // (from, to)
  private final Frontier frontier;

  LabelSearch(List<Offer> offers, CostModel costs, RouteRequest request) {
    this.costs = costs;
    this.request = request;
    for (Offer offer : offers) {
      candidates.add(Candidate.of(candidates.size(), offer, costs));
    }
    for (int layer = 0; layer < request.layers(); layer++) {
      int at = layer;
      enterable.add(candidates.stream().filter(next -> next.firstStep(at) > 0).toList());
    }
    this.moveNanos = moveTable();
    this.frontier = new Frontier(request.layers(), candidates.size());
  }

  Optional<Route> cheapest() {
    enterFromClient();
    for (int layer = 1; layer < request.layers(); layer++) {
      frontier.at(layer).forEach(this::expand);
    }
    return frontier.at(request.layers()).stream()
        .min(Comparator.comparingLong(this::finalNanos))
        .map(label -> label.toRoute(finalNanos(label)));
  }

  private void enterFromClient() {
    for (Candidate next : enterable.get(0)) {
      int layers = next.firstStep(0);
      long nanos = costs.enterNanos(next.offer()) + next.workNanos(layers);
      frontier.add(Label.first(next, layers, nanos, request.limits().oneHopPerOperator()));
    }
  }

  private void expand(Label label) {
    if (label.at().canStay(label.layer())) {
      frontier.add(label.stay());
    }
    for (Candidate next : enterable.get(label.layer())) {
      int layers = next.firstStep(label.layer());
      long nanos = moveNanos[label.at().index()][next.index()] + next.workNanos(layers);
      boolean hopeless = frontier.beats(label.layer() + layers, next, label.nanos() + nanos);
      if (!hopeless && mayMove(label, next)) {
        frontier.add(label.move(next, layers, nanos));
      }
    }
  }

  private static boolean mayMove(Label label, Candidate next) {
    return next.index() != label.at().index()
        && !label.operators().contains(next.offer().operator());
  }

  private long finalNanos(Label label) {
    return label.nanos() + costs.leaveNanos(label.at().offer());
  }

  private long[][] moveTable() {
    long[][] table = new long[candidates.size()][candidates.size()];
    for (Candidate from : candidates) {
      for (Candidate to : candidates) {
        table[from.index()][to.index()] = costs.moveNanos(from.offer(), to.offer());
      }
    }
    return table;
  }
}
