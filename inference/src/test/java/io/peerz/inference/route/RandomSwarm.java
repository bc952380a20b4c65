package io.peerz.inference.route;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Nodes with random ranges, speeds, queues, prices and delays. */
record RandomSwarm(List<Offer> offers, LinkTable links, RouteRequest request) {
  private static final Digest MODEL = Keccak.hash("model");

  static RandomSwarm of(Random random, int maxNodes, int layers) {
    int nodes = 1 + random.nextInt(maxNodes);
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      int start = random.nextInt(layers);
      int end = start + 1 + random.nextInt(layers - start);
      offers.add(offer(random, i, new ShardId(MODEL, start, end)));
    }
    RouteLimits limits =
        new RouteLimits(
            BigInteger.valueOf(60 + random.nextInt(60)),
            BigInteger.valueOf(random.nextInt(20)),
            random.nextBoolean());
    RouteRequest request =
        new RouteRequest(
            MODEL,
            layers,
            1 + random.nextInt(16_384),
            1 + random.nextInt(64),
            random.nextInt(64),
            1 + random.nextInt(10_000_000),
            limits);
    return new RandomSwarm(offers, links(random, offers), request);
  }

  static Offer offer(Random random, int index, ShardId shard) {
    return new Offer(
        Keccak.hash("node " + index),
        operator(random.nextInt(4)),
        operator(0),
        BigInteger.valueOf(random.nextInt(100)),
        shard,
        "host",
        1,
        Digest.ZERO,
        BigInteger.valueOf(random.nextInt(100)),
        new ServiceTime(random.nextInt(500_000), random.nextInt(500_000), random.nextInt(20)),
        random.nextInt(3) == 0);
  }

  /** Any delay between any two parties, not the same there and back. */
  private static LinkTable links(Random random, List<Offer> offers) {
    List<Digest> parties = new ArrayList<>(offers.stream().map(Offer::nodeId).toList());
    parties.add(LinkTable.CLIENT);
    Map<List<Digest>, Long> delays = new HashMap<>();
    for (Digest from : parties) {
      for (Digest to : parties) {
        delays.put(List.of(from, to), (long) random.nextInt(100_000));
      }
    }
    return (from, to) -> delays.get(List.of(from, to));
  }

  private static Address operator(int index) {
    byte[] hash = Keccak.hash("operator " + index).bytes();
    return Address.of(Arrays.copyOf(hash, Address.LENGTH));
  }
}
