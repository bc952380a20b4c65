package io.peerz.devnet.swarm;

import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.RouteLimits;
import io.peerz.inference.route.RouteRequest;
import io.peerz.inference.route.ServiceTime;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A random swarm on a map: delays are distances and a part that is nobody's fault, a layer takes a
 * log-normal time, and every node has a queue of up to 100 ms. Ranges begin and end at multiples of
 * four layers, so that routers that need ranges to join exactly find a route too.
 *
 * @param links true one-way delays
 */
record MapSwarm(List<Offer> offers, LinkTable links, RouteRequest request) {
  private static final Digest MODEL = Keccak.hash("model".getBytes(StandardCharsets.UTF_8));
  private static final int STEP = 4;
  private static final int MAP_MICROS = 60_000; // from one edge to the other
  private static final int FIXED_MICROS = 2_000;
  private static final double MEDIAN_LAYER_NANOS = 1_500_000;
  private static final int MOST_QUEUED = 100_000_000; // nanoseconds
  private static final int BYTES_PER_ROW = 16_384;

  /** One point of the map, in microseconds of delay. */
  private record Place(double x, double y) {
    static Place random(Random random) {
      return new Place(random.nextDouble() * MAP_MICROS, random.nextDouble() * MAP_MICROS);
    }

    long microsTo(Place other) {
      return FIXED_MICROS + Math.round(Math.hypot(x - other.x, y - other.y));
    }
  }

  static MapSwarm of(long seed, int nodes, int layers) {
    Random random = new Random(seed);
    Map<Digest, Place> places = new HashMap<>();
    places.put(LinkTable.CLIENT, Place.random(random));
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      int start = STEP * random.nextInt(layers / STEP);
      int end = Math.min(layers, start + STEP * (1 + random.nextInt(4)));
      Offer offer = offer(random, seed + "/" + i, new ShardId(MODEL, start, end));
      offers.add(offer);
      places.put(offer.nodeId(), Place.random(random));
    }
    RouteRequest request =
        new RouteRequest(
            MODEL,
            layers,
            BYTES_PER_ROW,
            1,
            1,
            RouteRequest.DEFAULT_BYTES_PER_SECOND,
            RouteLimits.NONE);
    return new MapSwarm(offers, (a, b) -> places.get(a).microsTo(places.get(b)), request);
  }

  /** What a client that measures sees: everything off by up to so much of itself. */
  MapSwarm measured(double error, Random random) {
    Map<List<Digest>, Double> noise = new HashMap<>();
    LinkTable seen =
        (a, b) ->
            Math.round(
                links.delayMicros(a, b)
                    * noise.computeIfAbsent(List.of(a, b), pair -> factor(error, random)));
    List<Offer> noisy =
        offers.stream()
            .map(
                offer ->
                    offer.withService(
                        new ServiceTime(
                            scaled(offer, factor(error, random)),
                            scaled(offer, factor(error, random)),
                            offer.service().queuedTokens())))
            .toList();
    return new MapSwarm(noisy, seen, request);
  }

  private static double factor(double error, Random random) {
    return 1 + error * (2 * random.nextDouble() - 1);
  }

  private static long scaled(Offer offer, double factor) {
    return Math.round(offer.service().decodeNanosPerLayerToken() * factor);
  }

  private static Offer offer(Random random, String name, ShardId shard) {
    long layerNanos = Math.round(MEDIAN_LAYER_NANOS * Math.exp(0.6 * random.nextGaussian()));
    int queued = (int) (random.nextInt(MOST_QUEUED) / (layerNanos * shard.layers()));
    return new Offer(
        Keccak.hash(name.getBytes(StandardCharsets.UTF_8)),
        Address.of(new byte[Address.LENGTH]),
        Address.of(new byte[Address.LENGTH]),
        BigInteger.ZERO,
        shard,
        "host",
        1,
        Digest.ZERO,
        BigInteger.ZERO,
        new ServiceTime(layerNanos, layerNanos, queued),
        false);
  }
}
