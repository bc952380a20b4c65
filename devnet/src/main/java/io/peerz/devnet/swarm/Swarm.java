package io.peerz.devnet.swarm;

import io.peerz.devnet.link.DelayLink;
import io.peerz.devnet.process.ChildProcess;
import io.peerz.devnet.process.ChildSpec;
import io.peerz.inference.route.Hop;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.Route;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.session.GenerationRequest;
import io.peerz.inference.session.SessionConfig;
import io.peerz.inference.session.SessionRunner;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.NodeDescription;
import io.peerz.inference.wire.ShardClients;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A client and shard processes without a chain: real processes, TLS, signing journals, receipts and
 * vouchers on disk, so that what is measured is the path of a token and not the chain. Blocking.
 */
final class Swarm implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration DESCRIBE_PATIENCE = Duration.ofSeconds(5);
  private static final double NANOS_PER_MILLI = 1e6;

  private final Path folder;
  private final SwarmModel model;
  private final Vertx vertx = Vertx.vertx();
  private final ShardClients clients = new ShardClients(vertx, Duration.ofSeconds(20));
  private final SwarmPurse purse;
  private final List<SwarmNode> nodes = new ArrayList<>(); // guarded by this
  private final List<ChildProcess> processes = new ArrayList<>(); // guarded by this
  private final int heapMib;
  private boolean closed; // guarded by this

  Swarm(Path folder, SwarmModel model, int heapMib) {
    this.folder = folder;
    this.model = model;
    this.heapMib = heapMib;
    this.purse = new SwarmPurse(created(folder).resolve("purse.sqlite"), domains());
  }

  /** Starts one node for each range, all at once, and waits until they serve. */
  List<SwarmNode> start(List<int[]> ranges, Duration oneWay) {
    List<ChildProcess> launched = ranges.stream().map(this::launch).toList();
    List<SwarmNode> fresh = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      fresh.add(await(launched.get(i), ranges.get(i), oneWay));
    }
    return fresh;
  }

  /** Cuts the layers into so many ranges of about the same length. */
  List<int[]> cut(int parts) {
    int layers = model.geometry().layers();
    List<int[]> ranges = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      ranges.add(new int[] {i * layers / parts, (i + 1) * layers / parts});
    }
    return ranges;
  }

  SessionRunner runner(SessionConfig config) {
    return new SessionRunner(clients, purse, ShardProcess.domains(), config);
  }

  /** What nodes measured of themselves: one token through all their layers, without any waiting. */
  double computingMillis(List<SwarmNode> hops) {
    return hops.stream().mapToDouble(this::computingNanos).sum() / NANOS_PER_MILLI;
  }

  private double computingNanos(SwarmNode node) {
    Offer offer = node.directHop().offer();
    NodeAddress address = new NodeAddress(offer.host(), offer.port(), offer.spkiHash());
    NodeDescription.Shard shard = clients.describe(address, DESCRIBE_PATIENCE).shards().getFirst();
    return (double) shard.decodeNanosPerLayerToken() * shard.shard().layers();
  }

  SwarmModel model() {
    return model;
  }

  SwarmPurse purse() {
    return purse;
  }

  GenerationRequest request(List<Integer> prompt, int newTokens) {
    return new GenerationRequest(
        model.modelId(),
        model.geometry(),
        prompt,
        SamplingParams.greedy(newTokens),
        Set.of(),
        true);
  }

  static RoutePlan plan(List<SwarmNode> hops) {
    return RoutePlan.of(new Route(hops.stream().map(SwarmNode::hop).toList(), 0));
  }

  /** The same around the emulated links. */
  static RoutePlan directPlan(List<SwarmNode> hops) {
    return RoutePlan.of(new Route(hops.stream().map(SwarmNode::directHop).toList(), 0));
  }

  static RoutePlan plan(List<SwarmNode> hops, List<SwarmNode> spares) {
    List<Hop> route = hops.stream().map(SwarmNode::hop).toList();
    List<List<Hop>> standbys =
        route.stream()
            .map(
                hop ->
                    spares.stream()
                        .map(SwarmNode::hop)
                        .filter(spare -> spare.layerStart() == hop.layerStart())
                        .toList())
            .toList();
    return new RoutePlan(new Route(route, 0), standbys);
  }

  /** Kills every process, also while others are being started; any thread, once. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      nodes.forEach(SwarmNode::close);
      processes.forEach(ChildProcess::kill);
    }
    clients.close();
    purse.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static Domain domains() {
    return ShardProcess.domains().paymentChannels();
  }

  private synchronized ChildProcess launch(int[] range) {
    Require.that(!closed, ErrorCode.CANCELLED, "the swarm is closed");
    Path home = created(folder.resolve("node-" + processes.size()));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx" + heapMib + "m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            ShardProcess.class.getName(),
            home.toString(),
            model.spec(),
            Integer.toString(range[0]),
            Integer.toString(range[1]),
            purse.payer().hex());
    ChildProcess process =
        ChildProcess.start(
            ChildSpec.of(home.getFileName().toString(), command, home.resolve("log")));
    processes.add(process);
    return process;
  }

  private SwarmNode await(ChildProcess process, int[] range, Duration oneWay) {
    Path home = folder.resolve(process.name());
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (!Files.exists(home.resolve(ShardProcess.READY))) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.kill();
        throw new PeerzException(
            ErrorCode.IO, "a shard process did not start; see " + home.resolve("log"));
      }
      pause();
    }
    List<String> ready = SwarmNode.ready(home);
    int port = Integer.parseInt(ready.getFirst());
    SwarmNode node =
        new SwarmNode(
            process,
            home,
            new ShardId(model.modelId(), range[0], range[1]),
            Address.ofHex(ready.get(1)),
            Digest.ofHex(ready.get(2)),
            port,
            DelayLink.to(port, oneWay));
    synchronized (this) {
      nodes.add(node);
    }
    return node;
  }

  private static Path created(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerzException(ErrorCode.CANCELLED, "interrupted while shard processes start", e);
    }
  }
}
