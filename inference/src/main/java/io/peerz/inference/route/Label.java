package io.peerz.inference.route;

import io.peerz.proof.id.Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A partial route: layers [0, layer) are done, the last of them by {@code at}.
 *
 * @param enteredAt the first layer of this visit
 * @param previous the label at which the rows left the hop before
 * @param operators who was used, tracked only where operators must differ
 */
record Label(
    int layer,
    Candidate at,
    int enteredAt,
    long nanos,
    Optional<Label> previous,
    Set<Address> operators) {

  static Label first(Candidate at, int layers, long nanos, boolean trackOperators) {
    Set<Address> used = trackOperators ? Set.of(at.offer().operator()) : Set.of();
    return new Label(layers, at, 0, nanos, Optional.empty(), used);
  }

  /** The same node computes one more layer. */
  Label stay() {
    return new Label(layer + 1, at, enteredAt, nanos + at.nanosPerLayer(), previous, operators);
  }

  /** The rows move on and the next node computes {@code layers} of its own. */
  Label move(Candidate next, int layers, long stepNanos) {
    return new Label(
        layer + layers, next, layer, nanos + stepNanos, Optional.of(this), operatorsWith(next));
  }

  /** Whether {@code other}, at the same layer and node, can never lead to a cheaper route. */
  boolean dominates(Label other) {
    return nanos <= other.nanos && other.operators.containsAll(operators);
  }

  Route toRoute(long finalNanos) {
    List<Hop> hops = new ArrayList<>();
    for (Optional<Label> end = Optional.of(this); end.isPresent(); end = end.get().previous) {
      Label label = end.get();
      hops.add(new Hop(label.at.offer(), label.enteredAt, label.layer));
    }
    Collections.reverse(hops);
    return new Route(hops, finalNanos / 1_000);
  }

  private Set<Address> operatorsWith(Candidate next) {
    if (operators.isEmpty()) {
      return operators;
    }
    Set<Address> all = new HashSet<>(operators);
    all.add(next.offer().operator());
    return Set.copyOf(all);
  }
}
