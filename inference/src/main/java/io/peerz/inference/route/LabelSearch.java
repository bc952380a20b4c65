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
 *
 * <p>A first, narrow search that keeps a few labels of each layer finds a good route; the exact one
 * then drops every label that, with the {@link Bounds} of what is left, costs more than that route.
 * In a large swarm few labels remain, and few links are looked up.
 */
final class LabelSearch {
  private static final int NARROW_LABELS = 4;
  private static final int NARROW_MOVES = 32;
  private static final long NO_LIMIT = Long.MAX_VALUE / 2;

  private final List<Candidate> candidates = new ArrayList<>();
  private final CostModel costs;
  private final RouteRequest request;
  private final List<List<Candidate>> enterable = new ArrayList<>(); // (layer, best bound first)
  private final Bounds bounds;

  LabelSearch(List<Offer> offers, CostModel costs, RouteRequest request) {
    this.costs = costs;
    this.request = request;
    for (Offer offer : offers) {
      candidates.add(Candidate.of(candidates.size(), offer, costs));
    }
    this.bounds = new Bounds(candidates, costs, request.layers());
    for (int layer = 0; layer < request.layers(); layer++) {
      enterable.add(enterableAt(layer));
    }
  }

  Optional<Route> cheapest() {
    long limit =
        search(NO_LIMIT, NARROW_LABELS, NARROW_MOVES).map(this::finalNanos).orElse(NO_LIMIT);
    return search(limit, Integer.MAX_VALUE, Integer.MAX_VALUE)
        .map(label -> label.toRoute(finalNanos(label)));
  }

  /**
   * The cheapest label at the last layer.
   *
   * @param limitNanos routes that cost more are not looked for
   * @param labels how many labels of a layer go on
   * @param moves how many moves a label tries
   */
  private Optional<Label> search(long limitNanos, int labels, int moves) {
    Frontier frontier = new Frontier(request.layers());
    enterFromClient(frontier);
    for (int layer = 1; layer < request.layers(); layer++) {
      List<Label> here = frontier.at(layer);
      for (Label label : here.subList(0, Math.min(labels, here.size()))) {
        expand(frontier, label, limitNanos, moves);
      }
    }
    return frontier.at(request.layers()).stream().min(Comparator.comparingLong(this::finalNanos));
  }

  private void enterFromClient(Frontier frontier) {
    for (Candidate next : enterable.get(0)) {
      int layers = next.firstStep(0);
      long nanos = costs.enterNanos(next.offer()) + next.workNanos(layers);
      frontier.add(Label.first(next, layers, nanos, request.limits().oneHopPerOperator()));
    }
  }

  private void expand(Frontier frontier, Label label, long limitNanos, int moves) {
    Candidate at = label.at();
    if (label.nanos() + bounds.rest(at, label.layer()) > limitNanos) {
      return;
    }
    if (at.canStay(label.layer())) {
      frontier.add(label.stay());
    }
    List<Candidate> nexts = enterable.get(label.layer());
    long sofar = label.nanos() + at.outNanos();
    for (Candidate next : nexts.subList(0, Math.min(moves, nexts.size()))) {
      if (sofar + bounds.entering(next, label.layer()) > limitNanos) {
        return; // those behind are no better
      }
      move(frontier, label, next, limitNanos);
    }
  }

  private void move(Frontier frontier, Label label, Candidate next, long limitNanos) {
    int layers = next.firstStep(label.layer());
    int layer = label.layer() + layers;
    if (next.index() == label.at().index()
        || frontier.beats(layer, next, label.nanos() + next.inNanos() + next.workNanos(layers))) {
      return;
    }
    long step = costs.moveNanos(label.at().offer(), next.offer()) + next.workNanos(layers);
    long nanos = label.nanos() + step;
    boolean hopeless =
        nanos + bounds.rest(next, layer) > limitNanos || frontier.beats(layer, next, nanos);
    if (!hopeless && !label.operators().contains(next.offer().operator())) {
      frontier.add(label.move(next, layers, step));
    }
  }

  private long finalNanos(Label label) {
    return label.nanos() + costs.leaveNanos(label.at().offer());
  }

  private List<Candidate> enterableAt(int layer) {
    return candidates.stream()
        .filter(next -> next.firstStep(layer) > 0)
        .sorted(
            Comparator.<Candidate>comparingLong(next -> bounds.entering(next, layer))
                .thenComparingInt(Candidate::index))
        .toList();
  }
}
