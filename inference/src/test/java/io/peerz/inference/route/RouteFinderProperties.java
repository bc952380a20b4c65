package io.peerz.inference.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.id.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The search against a walk through every possible route. */
class RouteFinderProperties {

  @Property(tries = 300)
  void noRouteIsCheaperThanTheOneFound(@ForAll Random random) {
    RandomSwarm swarm = RandomSwarm.of(random, 5, 5);

    Optional<Route> found = RouteFinder.find(swarm.offers(), swarm.links(), swarm.request());

    assertThat(found.map(Route::costMicros)).isEqualTo(new EveryRoute(swarm).cheapestMicros());
  }

  @Property(tries = 300)
  void theCostOfARouteIsTheSumOverItsHops(@ForAll Random random) {
    RandomSwarm swarm = RandomSwarm.of(random, 5, 5);
    RouteFinder.find(swarm.offers(), swarm.links(), swarm.request())
        .ifPresent(
            route ->
                assertThat(route.costMicros())
                    .isEqualTo(new EveryRoute(swarm).costMicros(route.hops())));
  }

  @Property(tries = 200)
  void limitsAreKept(@ForAll Random random) {
    RandomSwarm swarm = RandomSwarm.of(random, 6, 4);
    RouteLimits limits = swarm.request().limits();
    RouteFinder.find(swarm.offers(), swarm.links(), swarm.request())
        .ifPresent(
            route -> {
              List<Offer> used = route.hops().stream().map(Hop::offer).toList();
              assertThat(used).allMatch(limits::admits);
              assertThat(route.layers()).isEqualTo(swarm.request().layers());
              if (limits.oneHopPerOperator()) {
                assertThat(used.stream().map(Offer::operator)).doesNotHaveDuplicates();
              }
            });
  }

  @Property(tries = 200)
  void standbysCoverTheirHopOnOtherNodes(@ForAll Random random) {
    RandomSwarm swarm = RandomSwarm.of(random, 8, 4);
    RouteFinder.plan(swarm.offers(), swarm.links(), swarm.request(), 2)
        .ifPresent(
            plan -> {
              List<Digest> used = new ArrayList<>();
              plan.route().hops().forEach(hop -> used.add(hop.offer().nodeId()));
              for (int i = 0; i < plan.standbys().size(); i++) {
                Hop hop = plan.route().hops().get(i);
                assertThat(plan.standbys().get(i))
                    .hasSizeLessThanOrEqualTo(2)
                    .allMatch(s -> s.layerStart() == hop.layerStart())
                    .allMatch(s -> s.layerEnd() == hop.layerEnd())
                    .noneMatch(s -> used.contains(s.offer().nodeId()));
              }
            });
  }
}
