package io.peerz.devnet.network;

import io.peerz.devnet.chain.DevChain;
import io.peerz.devnet.link.EmulatedLinks;
import io.peerz.devnet.process.ChildProcess;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.ChainConfig;
import io.peerz.ledger.chain.Deployment;
import io.peerz.node.data.NetworkFile;
import io.peerz.node.data.PeerzHome;
import io.peerz.node.data.PortsFile;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.manifest.ModelManifest;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A whole network on this machine, in processes of their own. Starting twice on the same data
 * continues where it stopped. Blocking; an instance belongs to one thread, but any other may close
 * it.
 */
public final class DevNetwork implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration BUMP_FEE_AFTER = Duration.ofSeconds(15);
  private static final Duration CONFIRM_WITHIN = Duration.ofMinutes(1);

  private final PeerzHome home;
  private final DevnetFolder folder;
  private final DevChain chain;
  private final NetworkPlan plan;
  private final Progress progress;
  private final ModelManifest model;
  private final Map<String, Digest> nodeIds = new LinkedHashMap<>();
  private final List<ProcessRecord> processes = new ArrayList<>();
  private Deployment deployment;
  private ChainClient client;
  private URI gateway = URI.create("http://127.0.0.1/");
  private long stepStartedNanos;
  private boolean closed;

  public DevNetwork(PeerzHome home, DevChain chain, NetworkPlan plan, Progress progress) {
    this.home = home;
    this.folder = new DevnetFolder(home.devnet());
    this.chain = chain;
    this.plan = plan;
    this.progress = progress;
    this.model = ModelFolder.open(plan.model()).in(plan.arithmetic()).manifest();
  }

  /**
   * Returns when a prompt can be sent. What is half started when something fails is stopped by
   * {@link #close}.
   */
  public void start() {
    folder.mustBeIdle();
    new DevAccounts(home, folder.password()).prepare(plan.nodes());
    startChain();
    deploy();
    enrol();
    serve();
    openGateway();
  }

  private void startChain() {
    beginStep();
    launch(
        () -> {
          chain.start();
          return chain.processes();
        });
    endStep("chain", chain.description(), "ready");
  }

  private void deploy() {
    beginStep();
    boolean fresh = Files.notExists(folder.deployment());
    if (fresh) {
      Founding.found(chain.rpc(), plan.parameters(), model, plan.nodes())
          .write(folder.deployment());
    }
    deployment = Deployment.read(folder.deployment());
    client = ChainClient.connect(chain.rpc(), deployment, chainConfig());
    new NetworkFile(NetworkPlan.NAME, chain.rpc(), folder.deployment()).write(home);
    endStep(
        "contracts",
        "PeerzToken, NodeRegistry, PaymentChannels, ContributionLedger ...",
        fresh ? "deployed" : "found");
    beginStep();
    endStep(
        "model",
        model.name()
            + " "
            + model.modelId().shortHex()
            + ", "
            + model.geometry().layers()
            + " layers",
        "registered");
  }

  // The chains here never take back a block, so one confirmation is as good as many.
  private static ChainConfig chainConfig() {
    return ChainConfig.defaults()
        .withConfirmations(1)
        .withTimes(POLL, BUMP_FEE_AFTER, CONFIRM_WITHIN);
  }

  private void enrol() {
    beginStep();
    Enrolling enrolling = new Enrolling(home, NetworkPlan.NAME, plan.stakeWei());
    plan.nodes()
        .forEach(
            node -> enrolling.prepare(node, plan.model(), NodePorts.of(home.node(node.name()))));
    if (plan.links().isPresent()) {
      nameNodes();
    }
    List<Digest> ids = Together.map(plan.nodes(), node -> enrolling.stake(client, node));
    for (int i = 0; i < ids.size(); i++) {
      nodeIds.put(plan.nodes().get(i).name(), ids.get(i));
    }
    endStep("stake", plan.nodesInWords(), "staked");
  }

  private void nameNodes() {
    Map<String, Digest> keys = new HashMap<>();
    plan.nodes()
        .forEach(
            node ->
                keys.put(node.name(), TlsIdentity.load(home.node(node.name()).tls()).spkiHash()));
    EmulatedLinks.writeNames(folder.names(), keys);
  }

  private void serve() {
    beginStep();
    ProcessLauncher launcher = new ProcessLauncher(home, folder, plan.links(), plan.settings());
    List<ChildProcess> children = new ArrayList<>();
    launch(
        () -> {
          plan.nodes().forEach(node -> children.add(launcher.node(node)));
          return children.stream().map(ChildProcess::record).toList();
        });
    for (int i = 0; i < children.size(); i++) {
      launcher.awaitNode(children.get(i), plan.nodes().get(i));
    }
    endStep("nodes", children.size() + " processes", "serving");
  }

  private void openGateway() {
    beginStep();
    ProcessLauncher launcher = new ProcessLauncher(home, folder, plan.links(), plan.settings());
    List<ChildProcess> children = new ArrayList<>();
    launch(
        () -> {
          children.add(launcher.gateway(plan.model(), plan.apiPort()));
          return List.of(children.getFirst().record());
        });
    gateway = URI.create("http://127.0.0.1:" + launcher.awaitGateway(children.getFirst()) + "/");
    remember();
    PortsFile.write(
        folder.ports(), Map.of("chain", chain.rpc().getPort(), "api", gateway.getPort()));
    endStep("gateway", gateway + "v1", "ready");
  }

  /** Whoever closes us meanwhile waits, and then finds every process that was started. */
  private synchronized void launch(Supplier<List<ProcessRecord>> start) {
    if (closed) {
      throw new PeerzException(ErrorCode.CANCELLED, "the network was stopped while it started");
    }
    processes.addAll(start.get());
    remember();
  }

  /** Starts the explorer of a network that runs; returns the address of its pages. */
  public URI openExplorer(int port) {
    beginStep();
    ProcessLauncher launcher = new ProcessLauncher(home, folder, plan.links(), plan.settings());
    List<ChildProcess> children = new ArrayList<>();
    launch(
        () -> {
          children.add(launcher.explorer(port, gateway));
          return List.of(children.getFirst().record());
        });
    int realPort = launcher.awaitExplorer(children.getFirst());
    URI pages = URI.create("http://127.0.0.1:" + realPort + "/");
    endStep("explorer", pages.toString(), "ready");
    return pages;
  }

  private void remember() {
    new NetworkState(chain.description(), chain.rpc(), gateway, model.name(), processes)
        .write(folder.state());
  }

  private void beginStep() {
    stepStartedNanos = System.nanoTime();
  }

  private void endStep(String what, String detail, String outcome) {
    progress.step(what, detail, outcome, Duration.ofNanos(System.nanoTime() - stepStartedNanos));
  }

  public ChainClient client() {
    return client;
  }

  public Deployment deployment() {
    return deployment;
  }

  public URI gateway() {
    return gateway;
  }

  public URI rpc() {
    return chain.rpc();
  }

  public String chainInWords() {
    return chain.description();
  }

  public String modelName() {
    return model.name();
  }

  /** Ids of the nodes by their names, in the order of the plan. */
  public Map<String, Digest> nodeIds() {
    return nodeIds;
  }

  public DevnetFolder folder() {
    return folder;
  }

  /** Lets go of the network but leaves it running. */
  public void leave() {
    if (client != null) {
      client.close();
    }
  }

  /** Stops everything, the last started first. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    leave();
    folder.stopAll();
    chain.stop();
  }
}
