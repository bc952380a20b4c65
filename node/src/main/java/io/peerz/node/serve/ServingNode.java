package io.peerz.node.serve;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.evidence.KeptWork;
import io.peerz.inference.evidence.WorkService;
import io.peerz.inference.serve.AdapterSource;
import io.peerz.inference.serve.NodeIdentity;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.serve.ServeDoors;
import io.peerz.inference.serve.ServedShard;
import io.peerz.inference.serve.ShardServer;
import io.peerz.inference.weights.ModelFolder;
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
import io.peerz.node.court.CourtService;
import io.peerz.node.court.ReplayEngines;
import io.peerz.node.data.FileSigningJournal;
import io.peerz.node.data.HostPort;
import io.peerz.node.data.JsonFiles;
import io.peerz.node.data.NodeService;
import io.peerz.node.data.NodeSettings;
import io.peerz.node.data.PortsFile;
import io.peerz.node.finetune.ChainRoundMarket;
import io.peerz.node.finetune.TrainLosses;
import io.peerz.node.finetune.TrainingNote;
import io.peerz.node.finetune.Tuning;
import io.peerz.node.finetune.TuningSetup;
import io.peerz.node.lifecycle.Closer;
import io.peerz.node.lifecycle.Waiting;
import io.peerz.node.log.OperatorLog;
import io.peerz.node.trace.HopSpans;
import io.peerz.node.trace.Traces;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.id.Digest;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * A running node: built in order by {@link #start}, taken down in the reverse order by {@link
 * #close}. Blocking; owned by the process that started it.
 */
public final class ServingNode implements AutoCloseable {
  /** A node that keeps more than this stops signing until old epochs are over. */
  private static final long MOST_KEPT_BYTES = 64L << 30;

  private final NodeSetup setup;
  private final NetworkAccess network;
  private final OperatorLog log = new OperatorLog();
  private final Clock clock = Clock.systemUTC();
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
    Optional<ServedShard> shard = shard(enrolment);
    LedgerBridge bridge = openBridge(nodeId, journal);
    ChainPulse pulse = new ChainPulse(network.chain(), setup.signer().address());
    pulse.start();
    closer.add("chain pulse", pulse::stop);
    Vertx vertx = Vertx.vertx();
    closer.add("vertx", () -> Waiting.on(vertx.close()));
    TlsIdentity tls = TlsIdentity.loadOrCreate(setup.folder().tls());
    NodeIdentity identity = new NodeIdentity(nodeId, setup.signer());
    TuningSetup training = tuningSetup(identity, tls, journal);
    Tuning tuning =
        new Tuning(
            training,
            new ChainRoundMarket(network.chain(), bridge.sender()),
            new NodeDirectory(network.chain()),
            vertx);
    KeptWork kept = keptWork();
    ChainPaymentDesk desk = new ChainPaymentDesk(new ChannelReader(network.chain()), bridge, clock);
    ServeDoors doors =
        new ServeDoors(
            journal,
            desk,
            bridge,
            pulse::epoch,
            tuning.adapters(),
            new RegisteredPeers(new NodeDirectory(network.chain()), clock),
            kept);
    ShardServer server = server(vertx, tls, shard, identity, doors);
    server.alsoServe(tuning::mount);
    server.alsoServe(new WorkService(vertx, kept)::mount);
    Traces traces =
        closer.add("traces", Traces.of("peerz-node-" + settings.name(), System.getenv()));
    server.tellOfSessions(new HopSpans(traces, nodeId));
    int port = Waiting.on(server.start());
    closer.add("shard server", () -> Waiting.on(server.stop()));
    bridge.start();
    startCourt(identity, bridge, kept, tuning.adapters(), vertx);
    HostPort endpoint = endpoint(settings, port);
    new Announcer(network.chain(), bridge.sender(), setup.signer(), log)
        .announce(nodeId, endpoint.toString(), tls.spkiHash(), shard);
    closer.add("fine-tuning", tuning);
    tuning.start(endpoint.host(), endpoint.port());
    int httpPort =
        startHttp(
            vertx,
            new NodeHealth(pulse, bridge),
            new NodeMetrics(nodeId, enrolment, pulse, bridge, server, tuning.lending()),
            tuning.losses());
    publish(training.note());
    publish(port, httpPort);
    log.nodeReady(settings.name(), NodeService.format(settings.services()), port, httpPort);
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

  private KeptWork keptWork() {
    return KeptWork.open(
        setup.folder().work(),
        network.deployment().domains().contributionLedger(),
        MOST_KEPT_BYTES);
  }

  /** Answers for this node's own work, and, as an evaluator, judges that of others. */
  private void startCourt(
      NodeIdentity identity,
      LedgerBridge bridge,
      KeptWork kept,
      AdapterSource adapters,
      Vertx vertx) {
    ReplayEngines engines =
        new ReplayEngines(
            ModelFolder.open(setup.settings().model()),
            new EngineConfig(setup.threads(), setup.cacheBytes(), 0));
    CourtService court =
        new CourtService(network.chain(), bridge.sender(), identity, engines, adapters, log);
    closer.add("self-defence", court.defend(kept));
    if (setup.settings().services().contains(NodeService.EVALUATE)) {
      closer.add("jury duty", court.sitOnJuries(vertx, network.deployment().domains()));
    }
  }

  private Optional<ServedShard> shard(Enrolment enrolment) {
    return setup.settings().services().contains(NodeService.SERVE)
        ? Optional.of(new ShardLoader(setup, enrolment).load())
        : Optional.empty();
  }

  private TuningSetup tuningSetup(
      NodeIdentity identity, TlsIdentity tls, FileSigningJournal journal) {
    return new TuningSetup(
        setup.folder().path(),
        setup.settings().model(),
        setup.settings().layerStart(),
        setup.settings().layerEnd(),
        setup.settings().services(),
        identity.nodeId(),
        identity.key(),
        journal,
        tls.spkiHash(),
        Domain.ofContract(
            "FineTuneMarket",
            network.deployment().chainId(),
            network.deployment().fineTuneMarket()),
        setup.threads(),
        setup.stages(),
        setup.collectsFees(),
        setup.lazy());
  }

  private ShardServer server(
      Vertx vertx,
      TlsIdentity tls,
      Optional<ServedShard> shard,
      NodeIdentity identity,
      ServeDoors doors) {
    HostPort listen = setup.settings().listen();
    return new ShardServer(
        vertx,
        ServeConfig.on(listen.host(), listen.port())
            .withMaxSessions(setup.maxSessions())
            .withPrefixBytes(setup.prefixBytes()),
        tls,
        shard.stream().toList(),
        identity,
        network.deployment().domains(),
        doors,
        clock);
  }

  /** Where port 0 was asked for, the real port is what others must know. */
  private static HostPort endpoint(NodeSettings settings, int port) {
    HostPort endpoint = settings.endpoint();
    return endpoint.port() == 0 ? endpoint.withPort(port) : endpoint;
  }

  private int startHttp(Vertx vertx, NodeHealth health, NodeMetrics figures, TrainLosses losses) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    figures.register(metrics);
    losses.register(metrics);
    HealthRoutes routes = new HealthRoutes(health.checks(), metrics, figures::refresh);
    HttpService http = new HttpService(vertx, setup.settings().http(), routes::addTo);
    http.start();
    closer.add("http server", http::stop);
    return http.port();
  }

  private void publish(TrainingNote note) {
    log.trains(note.line());
    JsonFiles.write(setup.folder().training(), note);
    closer.add("training note", () -> JsonFiles.remove(setup.folder().training()));
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
