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
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RouteFinderTest {
  private static final Digest MODEL = Keccak.hash("model");
  private static final RouteRequest REQUEST =
      new RouteRequest(
          MODEL, 4, 768, 10, 20, RouteRequest.DEFAULT_BYTES_PER_SECOND, RouteLimits.NONE);

  private static Offer offer(String name, int start, int end, long nanos, int queued) {
    return offer(name, start, end, nanos, queued, 0, 10);
  }

  private static Offer offer(
      String name, int start, int end, long nanos, int queued, int operator, long priceWei) {
    return new Offer(
        Keccak.hash(name),
        Address.ofHex("0x%040x".formatted(operator)),
        Address.ZERO,
        BigInteger.ZERO,
        new ShardId(MODEL, start, end),
        name,
        9000,
        Digest.ZERO,
        BigInteger.valueOf(priceWei),
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
    Explanation why = RouteFinder.explain(offers, near(first, last), REQUEST, Optional.empty());
    assertThat(why.uncovered()).containsExactly(2);
    assertThat(why.legs()).isEmpty();
  }

  @Test
  void anExplanationNamesEveryLegAndItsParts() {
    Offer first = offer("first", 0, 2, 100_000, 0);
    Offer last = offer("last", 2, 4, 100_000, 5);
    List<Offer> offers = List.of(first, last);
    LinkTable links = near(first, last);
    RoutePlan plan = RouteFinder.plan(offers, links, REQUEST, 1).orElseThrow();

    Explanation why = RouteFinder.explain(offers, links, REQUEST, Optional.of(plan));

    // 20 passes: 1 ms to the first hop, 2 ms through the client to the last, 1 ms back.
    assertThat(why.legs())
        .extracting(Leg::delayNanos)
        .containsExactly(20_000_000L, 40_000_000L, 20_000_000L);
    // 10 + 19 tokens through 2 layers of 0.1 ms.
    assertThat(why.legs())
        .extracting(Leg::computeNanos)
        .containsExactly(5_800_000L, 5_800_000L, 0L);
    // 5 tokens wait before each pass.
    assertThat(why.legs()).extracting(Leg::queueNanos).containsExactly(0L, 20_000_000L, 0L);
    assertThat(why.totalNanos() / 1_000).isEqualTo(plan.route().costMicros());
  }

  @Test
  void anExplanationSaysWhyEachOtherOfferLost() {
    Offer chosen = offer("chosen", 0, 4, 100_000, 0);
    Offer slower = offer("slower", 0, 4, 200_000, 0);
    Offer alone = offer("alone", 0, 2, 100_000, 0);
    Offer dear = offer("dear", 0, 4, 1, 0, 0, 1_000);
    List<Offer> offers = List.of(dear, alone, slower, chosen);
    RouteRequest request = limited(new RouteLimits(BigInteger.TEN, BigInteger.ZERO, false));
    LinkTable links = near(chosen, slower, alone, dear);
    RoutePlan plan = RouteFinder.plan(offers, links, request, 1).orElseThrow();

    Explanation why = RouteFinder.explain(offers, links, request, Optional.of(plan));

    assertThat(why.rivals())
        .extracting(rival -> rival.offer().host() + " " + rival.reason())
        .containsExactly("slower STANDBY", "dear TOO_DEAR", "alone DOES_NOT_JOIN");
  }

  @Test
  void standbysKeepOperatorsApart() {
    Offer first = offer("first", 0, 2, 100_000, 0, 1, 10);
    Offer last = offer("last", 2, 4, 100_000, 0, 2, 10);
    Offer lastsFriend = offer("lastsFriend", 0, 2, 110_000, 0, 2, 10);
    Offer spare = offer("spare", 0, 2, 120_000, 0, 3, 10);
    Offer sparesFriend = offer("sparesFriend", 2, 4, 120_000, 0, 3, 10);
    List<Offer> offers = List.of(first, last, lastsFriend, spare, sparesFriend);
    RouteRequest request = limited(new RouteLimits(BigInteger.TEN, BigInteger.ZERO, true));

    RoutePlan plan =
        RouteFinder.plan(offers, near(offers.toArray(Offer[]::new)), request, 2).orElseThrow();

    assertThat(plan.standbys().get(0))
        .extracting(hop -> hop.offer().host())
        .containsExactly("spare");
    assertThat(plan.standbys().get(1)).isEmpty();
  }

  private static RouteRequest limited(RouteLimits limits) {
    return new RouteRequest(MODEL, 4, 768, 10, 20, RouteRequest.DEFAULT_BYTES_PER_SECOND, limits);
  }
}
