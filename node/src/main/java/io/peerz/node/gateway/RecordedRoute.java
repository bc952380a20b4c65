package io.peerz.node.gateway;

import io.peerz.inference.route.Hop;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.Route;
import io.peerz.inference.route.RouteLimits;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.route.RouteRequest;
import io.peerz.inference.route.ServiceTime;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The offers and the choice of one generation, as a line of JSON. Ids are 0x-hex, amounts decimal
 * text.
 *
 * @param sessions the sessions of the generation, by which it is found again
 * @param throughput absent in lines of before routes shared work
 * @param standbys for each hop of the route, best first
 */
record RecordedRoute(
    List<String> sessions,
    long chosenAtSeconds,
    String modelId,
    int layers,
    int bytesPerRow,
    int promptTokens,
    int newTokens,
    long bytesPerSecond,
    String maxPricePerGcuWei,
    String minStakeWei,
    boolean differentOperators,
    Boolean throughput,
    long costMicros,
    List<SeenOffer> offers,
    List<Stop> route,
    List<List<Stop>> standbys) {
  /** A large swarm is recorded in part: those chosen, then as many others. */
  private static final int MOST_OFFERS = 256;

  /** A hop: the place of its offer in the list and the layers it computes. */
  record Stop(int offer, int layerStart, int layerEnd) {
    static List<Stop> of(List<Hop> hops, List<Offer> offers) {
      return hops.stream()
          .map(h -> new Stop(offers.indexOf(h.offer()), h.layerStart(), h.layerEnd()))
          .toList();
    }

    static List<Hop> hops(List<Stop> stops, List<Offer> offers) {
      return stops.stream()
          .map(stop -> new Hop(offers.get(stop.offer), stop.layerStart, stop.layerEnd))
          .toList();
    }
  }

  /** One offer and how far away its node was; -1 while that was unknown. */
  record SeenOffer(
      String nodeId,
      String operator,
      String signer,
      String stakeWei,
      int layerStart,
      int layerEnd,
      String host,
      int port,
      String spkiHash,
      String pricePerGcuWei,
      long prefillNanos,
      long decodeNanos,
      int queuedTokens,
      boolean wholeShard,
      long oneWayMicros) {

    static SeenOffer of(Offer offer, long oneWayMicros) {
      return new SeenOffer(
          offer.nodeId().hex(),
          offer.operator().hex(),
          offer.signer().hex(),
          offer.stakeWei().toString(),
          offer.shard().layerStart(),
          offer.shard().layerEnd(),
          offer.host(),
          offer.port(),
          offer.spkiHash().hex(),
          offer.pricePerGcuWei().toString(),
          offer.service().prefillNanosPerLayerToken(),
          offer.service().decodeNanosPerLayerToken(),
          offer.service().queuedTokens(),
          offer.wholeShard(),
          oneWayMicros);
    }

    Offer toOffer(Digest modelId) {
      return new Offer(
          Digest.ofHex(nodeId),
          Address.ofHex(operator),
          Address.ofHex(signer),
          new BigInteger(stakeWei),
          new ShardId(modelId, layerStart, layerEnd),
          host,
          port,
          Digest.ofHex(spkiHash),
          new BigInteger(pricePerGcuWei),
          new ServiceTime(prefillNanos, decodeNanos, queuedTokens),
          wholeShard);
    }
  }

  static RecordedRoute of(List<String> sessions, long chosenAtSeconds, RouteChoice choice) {
    RoutePlan plan = choice.plan().orElseThrow();
    RouteRequest request = choice.request();
    Stream<Offer> chosen =
        Stream.concat(plan.route().hops().stream(), plan.standbys().stream().flatMap(List::stream))
            .map(Hop::offer);
    List<Offer> kept =
        Stream.concat(chosen, choice.offers().stream()).distinct().limit(MOST_OFFERS).toList();
    return new RecordedRoute(
        sessions,
        chosenAtSeconds,
        request.modelId().hex(),
        request.layers(),
        request.bytesPerRow(),
        request.promptTokens(),
        request.newTokens(),
        request.bytesPerSecond(),
        request.limits().maxPricePerGcuWei().toString(),
        request.limits().minStakeWei().toString(),
        request.limits().oneHopPerOperator(),
        choice.throughput(),
        plan.route().costMicros(),
        kept.stream()
            .map(o -> SeenOffer.of(o, choice.oneWayMicros().getOrDefault(o.nodeId(), -1L)))
            .toList(),
        Stop.of(plan.route().hops(), kept),
        plan.standbys().stream().map(hops -> Stop.of(hops, kept)).toList());
  }

  RouteChoice toChoice() {
    Digest model = Digest.ofHex(modelId);
    List<Offer> all = offers.stream().map(seen -> seen.toOffer(model)).toList();
    Map<Digest, Long> oneWay = new HashMap<>();
    offers.stream()
        .filter(seen -> seen.oneWayMicros() >= 0)
        .forEach(seen -> oneWay.put(Digest.ofHex(seen.nodeId()), seen.oneWayMicros()));
    RouteLimits limits =
        new RouteLimits(
            new BigInteger(maxPricePerGcuWei), new BigInteger(minStakeWei), differentOperators);
    RouteRequest request =
        new RouteRequest(
            model, layers, bytesPerRow, promptTokens, newTokens, bytesPerSecond, limits);
    return new RouteChoice(
        all, oneWay, request, Boolean.TRUE.equals(throughput), Optional.of(plan(all)));
  }

  private RoutePlan plan(List<Offer> all) {
    Route chosen = new Route(Stop.hops(route, all), costMicros);
    return new RoutePlan(chosen, standbys.stream().map(stops -> Stop.hops(stops, all)).toList());
  }
}
