package io.peerz.inference.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.route.Hop;
import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.Route;
import io.peerz.inference.route.RouteFinder;
import io.peerz.inference.route.RouteLimits;
import io.peerz.inference.route.RouteRequest;
import io.peerz.inference.route.ServiceTime;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that claim what they are not, against a client that keeps its own book. */
class CredibilityTest {
  private static final int LAYERS = 8;
  private static final int REQUESTS = 30;
  private static final Digest MODEL = digest("model");
  private static final long TRUE_NANOS = 1_000_000;
  private static final Instant NOW = Instant.EPOCH;
  private static final LinkTable LINKS = (from, to) -> 500;
  private static final RouteRequest TOKEN =
      new RouteRequest(MODEL, LAYERS, 4096, 1, 1, 1_000_000_000, RouteLimits.NONE);

  private final Credibility credibility = new Credibility();

  /** Who serves the second half of the layers, request after request. */
  private List<Digest> served(List<Offer> claims, List<Offer> truth) {
    List<Digest> chosen = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      List<Offer> believed = claims.stream().map(o -> credibility.believed(o, NOW)).toList();
      Route route = RouteFinder.find(believed, LINKS, TOKEN).orElseThrow();
      Duration promised = RouteFinder.cost(route.hops(), LINKS, TOKEN);
      Duration measured = RouteFinder.cost(as(route.hops(), truth), LINKS, TOKEN);
      credibility.observed(route.hops(), promised, measured, NOW);
      chosen.add(route.hops().getLast().offer().nodeId());
    }
    return chosen;
  }

  @Test
  void aNodeThatClaimsTenTimesItsSpeedLosesItsTrafficWithinThirtyRequests() {
    Offer first = offer("first", 0, 4, TRUE_NANOS);
    Offer honest = offer("honest", 4, LAYERS, TRUE_NANOS);
    Offer liar = offer("liar", 4, LAYERS, TRUE_NANOS / 5);
    Offer liarInTruth = offer("liar", 4, LAYERS, 2 * TRUE_NANOS);

    List<Digest> chosen = served(List.of(first, honest, liar), List.of(first, honest, liarInTruth));

    assertThat(chosen.getFirst()).isEqualTo(liar.nodeId());
    assertThat(chosen.subList(REQUESTS / 2, REQUESTS))
        .as("who serves after half of the requests")
        .containsOnly(honest.nodeId());
  }

  @Test
  void anHonestNodeKeepsItsTraffic() {
    Offer first = offer("first", 0, 4, TRUE_NANOS);
    Offer fast = offer("fast", 4, LAYERS, TRUE_NANOS);
    Offer slow = offer("slow", 4, LAYERS, 3 * TRUE_NANOS);

    assertThat(served(List.of(first, fast, slow), List.of(first, fast, slow)))
        .containsOnly(fast.nodeId());
  }

  @Test
  void whatANodeDidLongAgoIsForgotten() {
    Offer liar = offer("liar", 0, LAYERS, TRUE_NANOS);
    List<Hop> hops = List.of(new Hop(liar, 0, LAYERS));
    for (int i = 0; i < REQUESTS; i++) {
      credibility.observed(hops, Duration.ofMillis(1), Duration.ofMillis(10), NOW);
    }

    Offer later = credibility.believed(liar, NOW.plus(Duration.ofDays(1)));

    assertThat(later.service()).isEqualTo(liar.service());
  }

  private static List<Hop> as(List<Hop> hops, List<Offer> offers) {
    return hops.stream()
        .map(
            hop ->
                offers.stream()
                    .filter(offer -> offer.nodeId().equals(hop.offer().nodeId()))
                    .findFirst()
                    .map(offer -> new Hop(offer, hop.layerStart(), hop.layerEnd()))
                    .orElseThrow())
        .toList();
  }

  private static Offer offer(String name, int layerStart, int layerEnd, long nanos) {
    Address nobody = Address.of(new byte[Address.LENGTH]);
    return new Offer(
        digest(name),
        nobody,
        nobody,
        BigInteger.ZERO,
        new ShardId(MODEL, layerStart, layerEnd),
        "host",
        1,
        Digest.ZERO,
        BigInteger.ZERO,
        new ServiceTime(nanos, nanos, 0),
        true);
  }

  private static Digest digest(String text) {
    return Keccak.hash(text.getBytes(StandardCharsets.UTF_8));
  }
}
