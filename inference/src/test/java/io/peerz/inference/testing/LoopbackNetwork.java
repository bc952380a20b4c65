package io.peerz.inference.testing;

import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.route.Hop;
import io.peerz.inference.route.Route;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.session.SessionConfig;
import io.peerz.inference.session.SessionRunner;
import io.peerz.inference.wire.ShardClients;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.proof.encode.Domains;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Nodes and a payer in one process, joined by real TLS connections on loopback. */
public final class LoopbackNetwork implements AutoCloseable {
  public static final Domains DOMAINS =
      Domains.of(20711, contract("registry"), contract("channels"), contract("ledger"));
  public static final Digest TOY_MODEL = Keccak.hash("toy");
  public static final BigInteger DEPOSIT = BigInteger.TEN.pow(18);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final ShardClients clients = new ShardClients(vertx, PATIENCE);
  private final MemoryPurse purse = new MemoryPurse(DOMAINS.paymentChannels());
  private final List<TestNode> nodes = new ArrayList<>();

  /** Starts a node with a toy engine and opens a channel to it. */
  public TestNode toyNode(int layerStart, int layerEnd) {
    return node(TOY_MODEL, new ToyEngine(layerStart, layerEnd))
        .start(ServeConfig.on("127.0.0.1", 0));
  }

  /** A node that is not started yet, with a channel open to it. */
  public TestNode node(Digest modelId, ShardEngine engine) {
    TestNode node = new TestNode(this, modelId, engine, TlsIdentity.create(newFolder()));
    nodes.add(node);
    purse.open(node.nodeId(), node.channelId(), DEPOSIT);
    node.desk().open(node.channelId(), node.nodeId(), purse.payer(), DEPOSIT);
    return node;
  }

  public SessionRunner runner() {
    return runner(SessionConfig.defaults());
  }

  public SessionRunner runner(SessionConfig config) {
    return new SessionRunner(clients, purse, DOMAINS, config);
  }

  /** A route over the nodes in order, without standbys. */
  public static RoutePlan route(TestNode... hops) {
    return RoutePlan.of(new Route(hopsOf(hops), 0));
  }

  /** A route whose every hop has the standbys among the given nodes that hold its layers. */
  public static RoutePlan routeWithStandbys(List<TestNode> hops, List<TestNode> spares) {
    List<Hop> route = hopsOf(hops.toArray(TestNode[]::new));
    List<List<Hop>> standbys =
        route.stream()
            .map(
                hop ->
                    spares.stream()
                        .map(TestNode::hop)
                        .filter(spare -> spare.layerStart() == hop.layerStart())
                        .toList())
            .toList();
    return new RoutePlan(new Route(route, 0), standbys);
  }

  public Vertx vertx() {
    return vertx;
  }

  public ShardClients clients() {
    return clients;
  }

  public MemoryPurse purse() {
    return purse;
  }

  @Override
  public void close() {
    clients.close();
    nodes.forEach(TestNode::stop);
    await(vertx.close());
  }

  /** Waits for a future on a test's thread. */
  public static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Hop> hopsOf(TestNode... nodes) {
    return List.of(nodes).stream().map(TestNode::hop).toList();
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("peerz-tls");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Address contract(String name) {
    byte[] hash = Keccak.hash(name).bytes();
    return Address.of(Arrays.copyOf(hash, Address.LENGTH));
  }
}
