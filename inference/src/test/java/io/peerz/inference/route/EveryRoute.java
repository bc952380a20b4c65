package io.peerz.inference.route;

import io.peerz.proof.id.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks through every route of a small swarm; the oracle of the search. */
final class EveryRoute {
  private final RandomSwarm swarm;
  private final RouteRequest request;
  private final CostModel costs;
  private final List<Offer> offers;
  private Optional<Long> cheapest = Optional.empty();

  EveryRoute(RandomSwarm swarm) {
    this.swarm = swarm;
    this.request = swarm.request();
    this.costs = new CostModel(request, swarm.links());
    this.offers = swarm.offers().stream().filter(request.limits()::admits).toList();
  }

  Optional<Long> cheapestMicros() {
    extend(new ArrayList<>(), 0);
    return cheapest;
  }

  /** Hop by hop, as the cost model's text says. */
  long costMicros(List<Hop> hops) {
    long nanos = costs.leaveNanos(hops.getLast().offer());
    for (int i = 0; i < hops.size(); i++) {
      Offer here = hops.get(i).offer();
      nanos += i == 0 ? costs.enterNanos(here) : costs.moveNanos(hops.get(i - 1).offer(), here);
      nanos += costs.queueNanos(here) + costs.layersNanos(here, hops.get(i).layers());
    }
    return nanos / 1_000;
  }

  private void extend(List<Hop> hops, int layer) {
    if (layer == swarm.request().layers()) {
      long cost = costMicros(hops);
      cheapest = Optional.of(Math.min(cost, cheapest.orElse(Long.MAX_VALUE)));
      return;
    }
    for (Offer offer : offers) {
      for (int end = layer + 1; end <= request.layers(); end++) {
        if (offer.canServe(layer, end) && mayFollow(hops, offer)) {
          hops.add(new Hop(offer, layer, end));
          extend(hops, end);
          hops.removeLast();
        }
      }
    }
  }

  private boolean mayFollow(List<Hop> hops, Offer offer) {
    List<Address> used = hops.stream().map(hop -> hop.offer().operator()).toList();
    return !(request.limits().oneHopPerOperator() && used.contains(offer.operator()));
  }
}
