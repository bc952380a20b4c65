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
 * <p>A first, narrow search goes on with the few labels of each layer that promise most, by the
 * {@link Bounds} of what is left, and mostly ends at the best route. The exact one drops every
 * label that, with its bound, costs more than the route so found. Nodes stay before rows move, and
 * cheap labels move before dear ones, so that most moves are seen to be beaten before their link is
 * looked up.
 */
final class LabelSearch {
  private static final int NARROW_LABELS = 16;
  private static final int NARROW_MOVES = 32;
  private static final long NO_LIMIT = Long.MAX_VALUE / 2;

  private final List<Candidate> candidates = new ArrayList<>();
  private final CostModel costs;
  private final RouteRequest request;
  private final List<List<Entrance>> entrances = new ArrayList<>(); // (layer, best bound first)
  private final Bounds bounds;
  private final Moves links;

  LabelSearch(List<Offer> offers, CostModel costs, RouteRequest request) {
    this.costs = costs;
    this.request = request;
    for (Offer offer : offers) {
      candidates.add(Candidate.of(candidates.size(), offer, costs));
    }
    this.bounds = new Bounds(candidates, costs, request.layers());
    this.links = new Moves(costs, candidates.size());
    for (int layer = 0; layer < request.layers(); layer++) {
      entrances.add(Entrance.at(layer, candidates, bounds));
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
    Frontier frontier = new Frontier(candidates, request.layers());
    enterFromClient(frontier);
    for (int layer = 1; layer < request.layers(); layer++) {
      List<Label> going = going(frontier.at(layer), limitNanos, labels);
      for (Label label : going) {
        if (label.at().canStay(layer)) {
          frontier.add(label.stay());
        }
      }
      for (Label label : going) {
        moveOn(frontier, label, limitNanos, moves);
      }
    }
    return frontier.at(request.layers()).stream().min(Comparator.comparingLong(this::finalNanos));
  }

  private void enterFromClient(Frontier frontier) {
    for (Entrance first : entrances.get(0)) {
      long nanos = costs.enterNanos(first.to().offer()) + first.workNanos();
      frontier.add(
          Label.first(first.to(), first.layers(), nanos, request.limits().oneHopPerOperator()));
    }
  }

  /** Those that may lead to a route within the limit; where few are wanted, the most promising. */
  private List<Label> going(List<Label> here, long limitNanos, int most) {
    if (most >= here.size()) {
      return here.stream().filter(label -> estimateNanos(label) <= limitNanos).toList();
    }
    return here.stream().sorted(Comparator.comparingLong(this::estimateNanos)).limit(most).toList();
  }

  private void moveOn(Frontier frontier, Label label, long limitNanos, int moves) {
    List<Entrance> nexts = entrances.get(label.layer());
    long sofar = label.nanos() + label.at().outNanos();
    for (Entrance next : nexts.subList(0, Math.min(moves, nexts.size()))) {
      if (sofar + next.boundNanos() > limitNanos) {
        return; // those behind are no better
      }
      move(frontier, label, next, limitNanos);
    }
  }

  private void move(Frontier frontier, Label label, Entrance next, long limitNanos) {
    Candidate to = next.to();
    int layer = label.layer() + next.layers();
    if (to.index() == label.at().index()
        || frontier.beats(layer, to, label.nanos() + next.leastNanos())) {
      return;
    }
    long step = links.nanos(label.at(), to) + next.workNanos();
    long nanos = label.nanos() + step;
    boolean hopeless =
        nanos + bounds.rest(to, layer) > limitNanos || frontier.beats(layer, to, nanos);
    if (!hopeless && !label.operators().contains(to.offer().operator())) {
      frontier.add(label.move(to, next.layers(), step));
    }
  }

  private long estimateNanos(Label label) {
    return label.nanos() + bounds.rest(label.at(), label.layer());
  }

  private long finalNanos(Label label) {
    return label.nanos() + costs.leaveNanos(label.at().offer());
  }
}
