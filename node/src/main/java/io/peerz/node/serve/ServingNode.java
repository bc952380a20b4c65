package io.peerz.node.serve;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerz.inference.serve.AdapterSource;
import io.peerz.inference.serve.NodeIdentity;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.serve.ServeDoors;
import io.peerz.inference.serve.ServedShard;
import io.peerz.inference.serve.ShardServer;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.ledger.LedgerBridge;
import io.peerz.ledger.escrow.ChannelReader;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.ledger.settle.BridgeConfig;
import io.peerz.node.api.HttpService;
import io.peerz.node.api.health.HealthRoutes;
import io.peerz.node.chain.ChainPulse;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.data.FileSigningJournal;
import io.peerz.node.data.HostPort;
import io.peerz.node.data.NodeSettings;
import io.peerz.node.data.PortsFile;
import io.peerz.node.lifecycle.Closer;
import io.peerz.node.lifecycle.Waiting;
import io.peerz.node.log.OperatorLog;
import io.peerz.proof.id.Digest;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * A running node: built in order by {@link #start}, taken down in the reverse order by {@link
 * #close}. Blocking; owned by the process that started it.
 */
public final class ServingNode implements AutoCloseable {
  private final NodeSetup setup;
  private final NetworkAccess network;
  private final OperatorLog log = new OperatorLog();
  private final Closer closer = new Closer();

  private ServingNode(NodeSetup setup, NetworkAccess network) {
    this.setup = setup;
    this.network = network;
  }

  /** Checks, loads, serves and announces; when this returns the node is ready. */
  public static ServingNode start(NodeSetup setup, NetworkAccess network) {
    ServingNode node = new ServingNode(setup, network);
    try {
      node.build();
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void build() {
    NodeSettings settings = setup.settings();
    Enrolment enrolment = new Enrolment(network.chain());
    RegisteredNode registered = enrolment.require(setup.signer().address(), settings.name());
    Digest nodeId = registered.nodeId();
    FileSigningJournal journal =
        closer.add("journal", FileSigningJournal.open(setup.folder().journal()));
    ServedShard shard = new ShardLoader(setup, enrolment).load();
    LedgerBridge bridge = openBridge(nodeId, journal);
    ChainPulse pulse = new ChainPulse(network.chain(), setup.signer().address());
    pulse.start();
    closer.add("chain pulse", pulse::stop);
    Vertx vertx = Vertx.vertx();
    closer.add("vertx", () -> Waiting.on(vertx.close()));
    TlsIdentity tls = TlsIdentity.loadOrCreate(setup.folder().tls());
    ShardServer server = server(vertx, tls, shard, nodeId, journal, bridge, pulse);
    int port = Waiting.on(server.start());
    closer.add("shard server", () -> Waiting.on(server.stop()));
    bridge.start();
    String endpoint = endpoint(settings, port);
    new Announcer(network.chain(), bridge.sender(), setup.signer(), log)
        .announce(nodeId, endpoint, tls.spkiHash(), shard);
    int httpPort = startHttp(vertx, new NodeHealth(nodeId, enrolment, pulse, bridge, server));
    publish(port, httpPort);
    log.nodeReady(settings.name(), shard.id(), port, httpPort);
  }

  private LedgerBridge openBridge(Digest nodeId, FileSigningJournal journal) {
    LedgerBridge bridge =
        LedgerBridge.open(
            setup.folder().path(),
            network.chain(),
            nodeId,
            setup.signer(),
            journal,
            BridgeConfig.defaults());
    return closer.add("ledger bridge", bridge);
  }

  private ShardServer server(
      Vertx vertx,
      TlsIdentity tls,
      ServedShard shard,
      Digest nodeId,
      FileSigningJournal journal,
      LedgerBridge bridge,
      ChainPulse pulse) {
    HostPort listen = setup.settings().listen();
    Clock clock = Clock.systemUTC();
    ChainPaymentDesk desk = new ChainPaymentDesk(new ChannelReader(network.chain()), bridge, clock);
    return new ShardServer(
        vertx,
        ServeConfig.on(listen.host(), listen.port()).withMaxSessions(setup.maxSessions()),
        tls,
        List.of(shard),
        new NodeIdentity(nodeId, setup.signer()),
        network.deployment().domains(),
        new ServeDoors(
            journal,
            desk,
            bridge,
            pulse::epoch,
            AdapterSource.NONE,
            new RegisteredPeers(new NodeDirectory(network.chain()), clock)),
        clock);
  }

  /** Where port 0 was asked for, the real port is what others must know. */
  private static String endpoint(NodeSettings settings, int port) {
    HostPort endpoint = settings.endpoint();
    return (endpoint.port() == 0 ? endpoint.withPort(port) : endpoint).toString();
  }

  private int startHttp(Vertx vertx, NodeHealth health) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    health.register(metrics);
    HealthRoutes routes = new HealthRoutes(health.checks(), metrics);
    HttpService http = new HttpService(vertx, setup.settings().http(), routes::addTo);
    http.start();
    closer.add("http server", http::stop);
    return http.port();
  }

  private void publish(int port, int httpPort) {
    PortsFile.write(setup.folder().ports(), Map.of("shard", port, "http", httpPort));
    closer.add("ports file", () -> PortsFile.remove(setup.folder().ports()));
  }

  @Override
  public void close() {
    closer.close();
  }
}
