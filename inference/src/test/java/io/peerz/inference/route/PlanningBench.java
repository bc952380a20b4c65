package io.peerz.inference.route;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Prints how long planning takes on random swarms; run it by hand. */
final class PlanningBench {
  private static final Digest MODEL = Keccak.hash("model");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 100;

  private PlanningBench() {}

  public static void main(String[] args) {
    System.out.println("nodes  layers  relayed ms  direct ms");
    print(40, 32);
    print(100, 80);
    print(500, 80);
    print(2000, 80);
  }

  private static void print(int nodes, int layers) {
    Random random = new Random(1);
    List<Offer> offers = new ArrayList<>();
    Map<Digest, Long> delays = new HashMap<>();
    for (int i = 0; i < nodes; i++) {
      int start = random.nextInt(layers);
      int end = Math.min(layers, start + 1 + random.nextInt(layers / 2));
      Offer offer = RandomSwarm.offer(random, i, new ShardId(MODEL, start, end));
      offers.add(offer);
      delays.put(offer.nodeId(), (long) random.nextInt(100_000));
    }
    RouteRequest request =
        new RouteRequest(
            MODEL, layers, 16_384, 64, 64, RouteRequest.DEFAULT_BYTES_PER_SECOND, RouteLimits.NONE);
    // Any delay between any two, and the same through the client.
    LinkTable direct =
        (from, to) -> (from.hashCode() * 31L + to.hashCode() & Long.MAX_VALUE) % 100_000;
    System.out.printf(
        "%5d  %6d  %9.2f  %9.2f%n",
        nodes,
        layers,
        median(offers, LinkTable.relayed(delays), request),
        median(offers, direct, request));
  }

  private static double median(List<Offer> offers, LinkTable links, RouteRequest request) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      long start = THREADS.getCurrentThreadCpuTime(); // of this thread: others share the machine
      RouteFinder.find(offers, links, request);
      millis.add((THREADS.getCurrentThreadCpuTime() - start) / 1e6);
    }
    return millis.stream().sorted().toList().get(ROUNDS / 2);
  }
}
