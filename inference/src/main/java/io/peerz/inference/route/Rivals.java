package io.peerz.inference.route;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Finds out why the offers that a route leaves out were left out. */
final class Rivals {
  private final List<Offer> offers;
  private final LinkTable links;
  private final RouteRequest request;
  private final RoutePlan plan;

  Rivals(List<Offer> offers, LinkTable links, RouteRequest request, RoutePlan plan) {
    this.offers = offers;
    this.links = links;
    this.request = request;
    this.plan = plan;
  }

  /** Those nearest to being chosen first. */
  List<Rival> all() {
    List<Offer> used = plan.route().hops().stream().map(Hop::offer).toList();
    return offers.stream()
        .filter(offer -> offer.shard().modelId().equals(request.modelId()))
        .filter(offer -> !used.contains(offer))
        .map(this::rival)
        .sorted(
            Comparator.<Rival>comparingLong(rival -> rival.extraNanos().orElse(Long.MAX_VALUE))
                .thenComparing(Rival::reason))
        .toList();
  }

  private Rival rival(Offer offer) {
    RouteLimits limits = request.limits();
    if (!limits.admitsPrice(offer)) {
      return new Rival(offer, Rival.Reason.TOO_DEAR, OptionalLong.empty());
    }
    if (!limits.admitsStake(offer)) {
      return new Rival(offer, Rival.Reason.TOO_LITTLE_STAKE, OptionalLong.empty());
    }
    Optional<Route> over = cheapestOver(offer, request);
    if (over.isPresent()) {
      long extra = (over.get().costMicros() - plan.route().costMicros()) * 1_000;
      Rival.Reason reason = standsBy(offer) ? Rival.Reason.STANDBY : Rival.Reason.SLOWER;
      return new Rival(offer, reason, OptionalLong.of(extra));
    }
    boolean operators =
        cheapestOver(offer, request.withLimits(limits.withAnyOperators())).isPresent();
    return new Rival(
        offer,
        operators ? Rival.Reason.SAME_OPERATOR : Rival.Reason.DOES_NOT_JOIN,
        OptionalLong.empty());
  }

  /** The cheapest route in which this offer computes all its layers: nobody else has them. */
  private Optional<Route> cheapestOver(Offer offer, RouteRequest asked) {
    List<Offer> others = offers.stream().filter(other -> !overlaps(other, offer)).toList();
    return RouteFinder.find(
        Stream.concat(others.stream(), Stream.of(offer)).toList(), links, asked);
  }

  private boolean standsBy(Offer offer) {
    return plan.standbys().stream()
        .flatMap(List::stream)
        .anyMatch(hop -> hop.offer().equals(offer));
  }

  private static boolean overlaps(Offer one, Offer other) {
    return one.shard().layerStart() < other.shard().layerEnd()
        && other.shard().layerStart() < one.shard().layerEnd();
  }
}
