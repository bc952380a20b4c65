package io.peerz.inference.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RouteFinderTest {
  private static final Digest MODEL = Keccak.hash("model");
  private static final RouteRequest REQUEST =
      new RouteRequest(
          MODEL, 4, 768, 10, 20, RouteRequest.DEFAULT_BYTES_PER_SECOND, RouteLimits.NONE);

  private static Offer offer(String name, int start, int end, long nanos, int queued) {
    return new Offer(
        Keccak.hash(name),
        Address.ZERO,
        Address.ZERO,
        BigInteger.ZERO,
        new ShardId(MODEL, start, end),
        name,
        9000,
        Digest.ZERO,
        BigInteger.TEN,
        new ServiceTime(nanos, nanos, queued),
        false);
  }

  private static List<String> hosts(Route route) {
    return route.hops().stream()
        .map(hop -> hop.offer().host() + hop.layerStart() + hop.layerEnd())
        .toList();
  }

  private static LinkTable near(Offer... offers) {
    return LinkTable.relayed(
        Arrays.stream(offers).collect(Collectors.toMap(Offer::nodeId, offer -> 1_000L)));
  }

  @Test
  void aRouteLeavesASlowNodeEarly() {
    Offer slow = offer("slow", 0, 4, 9_000_000, 0);
    Offer fast = offer("fast", 1, 4, 100_000, 0);

    Route route = RouteFinder.find(List.of(slow, fast), near(slow, fast), REQUEST).orElseThrow();

    assertThat(hosts(route)).containsExactly("slow01", "fast14");
  }

  @Test
  void aLongQueueIsGoneAround() {
    Offer busy = offer("busy", 0, 4, 100_000, 500);
    Offer idle = offer("idle", 0, 4, 200_000, 0);

    Route route = RouteFinder.find(List.of(busy, idle), near(busy, idle), REQUEST).orElseThrow();

    assertThat(hosts(route)).containsExactly("idle04");
  }

  @Test
  void aNodeNobodyMeasuredIsTakenToBeFar() {
    Offer near = offer("near", 0, 4, 300_000, 0);
    Offer unknown = offer("unknown", 0, 4, 100_000, 0);

    LinkTable links = LinkTable.relayed(Map.of(near.nodeId(), 1_000L));
    Route route = RouteFinder.find(List.of(near, unknown), links, REQUEST).orElseThrow();

    assertThat(hosts(route)).containsExactly("near04");
  }

  @Test
  void layersThatNobodyOffersAreNamed() {
    Offer first = offer("first", 0, 2, 100_000, 0);
    Offer last = offer("last", 3, 4, 100_000, 0);
    List<Offer> offers = List.of(first, last);

    assertThat(RouteFinder.find(offers, near(first, last), REQUEST)).isEmpty();
    assertThat(RouteFinder.uncoveredLayers(offers, REQUEST)).containsExactly(2);
    assertThat(RouteFinder.explain(offers, near(first, last), REQUEST))
        .contains("no route", "layers [2]");
  }

  @Test
  void anExplanationNamesEveryHopAndItsParts() {
    Offer first = offer("first", 0, 2, 100_000, 0);
    Offer last = offer("last", 2, 4, 100_000, 0);

    String text = RouteFinder.explain(List.of(first, last), near(first, last), REQUEST);

    // One way of 1 ms, 20 passes; 10 + 19 tokens through 2 layers of 0.1 ms.
    assertThat(text)
        .contains("2 offers considered; 2 hops")
        .contains("layers 0 to 2 at first:9000: link 20.0 ms, queue 0.0 ms, compute 5.8 ms")
        .contains("layers 2 to 4 at last:9000: link 41.8 ms");
  }
}
