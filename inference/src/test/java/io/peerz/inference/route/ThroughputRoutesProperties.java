package io.peerz.inference.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.peerz.inference.placement.PlacedShard;
import io.peerz.inference.placement.Placement;
import io.peerz.inference.route.ThroughputRoutes.Share;
import io.peerz.proof.id.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Routes that share the work, on random swarms. */
class ThroughputRoutesProperties {
  private static final double A_MILLIONTH = 1e-5;

  private static RandomSwarm swarm(Random random) {
    return RandomSwarm.of(random, 12, 4);
  }

  private static List<Share> shares(RandomSwarm swarm, RouteLimits limits) {
    return ThroughputRoutes.of(swarm.offers(), swarm.links(), swarm.request().withLimits(limits));
  }

  private static double tokensPerSecond(Offer offer) {
    int layers = offer.shard().layerEnd() - offer.shard().layerStart();
    return 1e9 / (layers * (double) offer.service().decodeNanos());
  }

  @Property(tries = 300)
  void togetherTheyCarryTheGreatestFlow(@ForAll Random random) {
    RandomSwarm swarm = swarm(random);
    List<PlacedShard> shards =
        swarm.offers().stream()
            .map(
                offer ->
                    new PlacedShard(
                        offer.shard().layerStart(),
                        offer.shard().layerEnd(),
                        offer.service().decodeNanos(),
                        0))
            .toList();

    double carried =
        shares(swarm, RouteLimits.NONE).stream().mapToDouble(Share::tokensPerSecond).sum();

    double greatest = Placement.flow(shards, swarm.request().layers());
    assertThat(carried).isCloseTo(greatest, within(A_MILLIONTH));
  }

  @Property(tries = 300)
  void noNodeIsGivenMoreThanItCanCompute(@ForAll Random random) {
    RandomSwarm swarm = swarm(random);
    Map<Digest, Double> load = new HashMap<>();
    for (Share share : shares(swarm, RouteLimits.NONE)) {
      for (Hop hop : share.route().hops()) {
        load.merge(hop.offer().nodeId(), share.tokensPerSecond(), Double::sum);
      }
    }
    for (Offer offer : swarm.offers()) {
      assertThat(load.getOrDefault(offer.nodeId(), 0.0))
          .isLessThanOrEqualTo(tokensPerSecond(offer) + A_MILLIONTH);
    }
  }

  @Property(tries = 200)
  void limitsAreKept(@ForAll Random random) {
    RandomSwarm swarm = swarm(random);
    RouteLimits limits = swarm.request().limits();
    for (Share share : shares(swarm, limits)) {
      List<Offer> used = share.route().hops().stream().map(Hop::offer).toList();
      assertThat(share.route().layers()).isEqualTo(swarm.request().layers());
      assertThat(used).allMatch(limits::admits);
      if (limits.oneHopPerOperator()) {
        assertThat(used.stream().map(Offer::operator)).doesNotHaveDuplicates();
      }
    }
  }

  @Property(tries = 100)
  void afterAnyNumberOfTurnsNoRouteIsAWholeTurnAheadOfItsShare(@ForAll Random random) {
    List<Share> shares = shares(swarm(random), RouteLimits.NONE);
    double whole = shares.stream().mapToDouble(Share::tokensPerSecond).sum();
    Map<Route, Integer> turns = new HashMap<>();
    Rota rota = new Rota();
    for (int turn = 1; turn <= 50; turn++) {
      rota.next(shares).ifPresent(route -> turns.merge(route, 1, Integer::sum));
      for (Share share : shares) {
        double due = turn * share.tokensPerSecond() / whole;
        assertThat(turns.getOrDefault(share.route(), 0) - due).isLessThan(1 + A_MILLIONTH);
      }
    }
  }
}
