package io.peerz.devnet.simulation;

import io.peerz.inference.route.Hop;
import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Route;
import io.peerz.inference.route.RouteFinder;
import io.peerz.inference.route.RouteLimits;
import io.peerz.inference.route.RouteRequest;
import io.peerz.inference.route.ServiceTime;
import io.peerz.inference.serve.NodeIdentity;
import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.swarm.NodeProbe;
import io.peerz.inference.swarm.Snapshot;
import io.peerz.inference.swarm.SwarmConfig;
import io.peerz.inference.swarm.SwarmView;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.NodeDescription;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One node among honest ones that is slow or far and says that it is not, against a client that
 * keeps its own book: which requests still go over the liar. In simulated time, by the code that
 * scores nodes for a gateway.
 */
public final class LiarTrial {
  private static final int LAYERS = 32;
  private static final int RANGES = 4;
  private static final int NODES_PER_RANGE = 6;
  private static final double NOISE = 0.1;
  private static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final long SLOW_NANOS = 10_000_000;
  private static final long FAR_MICROS = 80_000;
  private static final int BYTES_PER_ROW = 16_384;

  /** What the liar claims. */
  public enum Lie {
    /** It is slow and claims ten times its speed. */
    TEN_TIMES_ITS_SPEED,
    /** It is far away, and something beside the client answers for it at once. */
    NO_LATENCY
  }

  /**
   * How a node is and how it looks.
   *
   * @param oneWayMicros to the client, in truth
   * @param seenMicros as measured
   */
  private record Subject(
      DirectoryEntry entry,
      NodeDescription claims,
      long layerNanos,
      long oneWayMicros,
      long seenMicros) {
    NodeProbe.Echo echo() {
      return new NodeProbe.Echo(claims, 2 * seenMicros);
    }
  }

  private final SplittableRandom random;
  private final SimulatedTime time = new SimulatedTime();
  private final Map<NodeAddress, Subject> subjects = new HashMap<>();
  private final Map<Digest, Subject> byId = new HashMap<>();
  private final Digest liar;
  private final SwarmView view;

  /** A swarm with one liar. */
  public LiarTrial(Lie lie, long seed) {
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < RANGES * NODES_PER_RANGE; i++) {
      add(i, Math.round(1_500_000 * Math.exp(0.3 * random.nextGaussian())), micros());
    }
    this.liar = lie(lie);
    List<DirectoryEntry> listed = subjects.values().stream().map(Subject::entry).toList();
    this.view =
        new SwarmView(
            model -> listed,
            (address, first) -> subjects.get(address).echo(),
            SwarmConfig.defaults(),
            time);
  }

  /** For each of so many requests, whether it went over the liar. */
  public List<Boolean> play(int requests) {
    List<Boolean> overLiar = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      Snapshot seen = view.look(SimulatedSwarm.MODEL);
      Route route = RouteFinder.find(seen.offers(), seen.links(), request(64)).orElseThrow();
      Duration promised = RouteFinder.cost(route.hops(), seen.links(), request(1));
      view.observed(route, promised, measured(route.hops()));
      overLiar.add(route.hops().stream().anyMatch(hop -> hop.offer().nodeId().equals(liar)));
      time.run(BETWEEN);
    }
    return overLiar;
  }

  /** One token over these hops in truth, as a client's clock sees it. */
  private Duration measured(List<Hop> hops) {
    List<Hop> truth =
        hops.stream()
            .map(
                hop ->
                    new Hop(
                        hop.offer().withService(honest(byId.get(hop.offer().nodeId()))),
                        hop.layerStart(),
                        hop.layerEnd()))
            .toList();
    Map<Digest, Long> ways = new HashMap<>();
    byId.forEach((node, subject) -> ways.put(node, subject.oneWayMicros()));
    double nanos = RouteFinder.cost(truth, LinkTable.relayed(ways), request(1)).toNanos();
    return Duration.ofNanos(Math.round(nanos * (1 + NOISE * (2 * random.nextDouble() - 1))));
  }

  private Digest lie(Lie lie) {
    int number = RANGES * NODES_PER_RANGE;
    NodeIdentity identity = SimulatedNode.identity(number);
    if (lie == Lie.TEN_TIMES_ITS_SPEED) {
      add(number, SLOW_NANOS, SLOW_NANOS / 10, 5_000, 5_000);
    } else {
      add(number, 1_500_000, 1_500_000, FAR_MICROS, 0);
    }
    return identity.nodeId();
  }

  private void add(int number, long layerNanos, long oneWayMicros) {
    add(number, layerNanos, layerNanos, oneWayMicros, oneWayMicros);
  }

  private void add(
      int number, long layerNanos, long claimedNanos, long oneWayMicros, long seenMicros) {
    NodeIdentity identity = SimulatedNode.identity(number);
    NodeAddress address = SimulatedNode.address(number);
    int perRange = LAYERS / RANGES;
    int start = number % RANGES * perRange;
    ShardId shard = new ShardId(SimulatedSwarm.MODEL, start, start + perRange);
    DirectoryEntry entry = SimulatedNode.entry(identity, address, shard);
    NodeDescription claims = SimulatedNode.description(identity.nodeId(), shard, claimedNanos);
    Subject subject = new Subject(entry, claims, layerNanos, oneWayMicros, seenMicros);
    subjects.put(address, subject);
    byId.put(identity.nodeId(), subject);
  }

  private long micros() {
    return 2_000 + random.nextLong(38_000);
  }

  private static ServiceTime honest(Subject subject) {
    return new ServiceTime(subject.layerNanos(), subject.layerNanos(), 0);
  }

  private static RouteRequest request(int newTokens) {
    return new RouteRequest(
        SimulatedSwarm.MODEL,
        LAYERS,
        BYTES_PER_ROW,
        newTokens == 1 ? 1 : 32,
        newTokens,
        RouteRequest.DEFAULT_BYTES_PER_SECOND,
        RouteLimits.NONE);
  }
}
