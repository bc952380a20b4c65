package io.peerz.devnet.network;

import io.peerz.devnet.link.EmulatedLinks;
import io.peerz.devnet.process.ChildProcess;
import io.peerz.node.data.PeerzHome;
import io.peerz.node.data.PortsFile;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Starts nodes and gateways as processes of their own and waits until they say that they are ready.
 */
final class ProcessLauncher {
  /** What the gateway's process is called. */
  static final String GATEWAY = "gateway";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final PeerzHome home;
  private final DevnetFolder folder;
  private final PeerzProgram program;
  private final Optional<Path> links;
  private final Map<String, String> common;

  /**
   * @param links file of emulated links, if there are any
   * @param common settings of every node and of the gateway, by their names in the environment
   */
  ProcessLauncher(
      PeerzHome home, DevnetFolder folder, Optional<Path> links, Map<String, String> common) {
    this.links = links;
    this.home = home;
    this.folder = folder;
    this.program = new PeerzProgram(home.folder());
    this.common = Map.copyOf(common);
  }

  ChildProcess node(NodePlan plan) {
    PortsFile.remove(home.node(plan.name()).ports()); // after a power cut it would name dead ports
    Map<String, String> settings = new HashMap<>(plan.settings());
    settings.put("PEERZ_NETWORK", NetworkPlan.NAME);
    settings.put("PEERZ_NODE", plan.name());
    settings.put("PEERZ_SIGNER_PASSWORD_FILE", folder.password().toString());
    return ChildProcess.start(
        program
            .with(linksOf(plan.name()))
            .run(plan.name(), folder.log(plan.name()), arguments(plan), withCommon(settings)));
  }

  private List<String> linksOf(String name) {
    return links.map(world -> EmulatedLinks.flags(world, name, folder.names())).orElse(List.of());
  }

  private static List<String> arguments(NodePlan plan) {
    return plan.lazy() ? List.of("node", "run", "--lazy") : List.of("node", "run");
  }

  ChildProcess gateway(Path model, int port) {
    PortsFile.remove(gatewayPorts());
    Map<String, String> settings =
        Map.of(
            "PEERZ_NETWORK",
            NetworkPlan.NAME,
            "PEERZ_ACCOUNT",
            DevAccounts.WALLET,
            "PEERZ_PASSWORD_FILE",
            folder.password().toString(),
            "PEERZ_MODEL",
            model.toString(),
            "PEERZ_API_LISTEN",
            "127.0.0.1:" + port);
    return ChildProcess.start(
        program
            .with(linksOf(NetworkPlan.CLIENT))
            .run(GATEWAY, folder.log(GATEWAY), List.of("gateway", "run"), withCommon(settings)));
  }

  private Map<String, String> withCommon(Map<String, String> own) {
    Map<String, String> all = new HashMap<>(common);
    all.putAll(own);
    return all;
  }

  ChildProcess explorer(int port, URI gateway) {
    PortsFile.remove(explorerPorts());
    List<String> arguments =
        List.of("explorer", "run", "--listen", "127.0.0.1:" + port, "--api", gateway.toString());
    Map<String, String> settings = Map.of("PEERZ_NETWORK", NetworkPlan.NAME);
    return ChildProcess.start(program.run("explorer", folder.log("explorer"), arguments, settings));
  }

  int awaitExplorer(ChildProcess process) {
    return await(process, explorerPorts(), "http");
  }

  private Path explorerPorts() {
    return home.explorer().resolve("ports");
  }

  /**
   * The port on which a process serves, once it is ready; a process that ended is an error with its
   * last words.
   */
  int awaitNode(ChildProcess process, NodePlan plan) {
    return await(process, home.node(plan.name()).ports(), "shard");
  }

  /** As for a node, and then until the nodes that answer cover the whole model. */
  int awaitGateway(ChildProcess process) {
    int port = await(process, gatewayPorts(), "http");
    URI base = URI.create("http://127.0.0.1:" + port + "/");
    try (Readyz readyz = new Readyz()) {
      await(process, () -> readyz.isReady(base) ? Optional.of(port) : Optional.empty());
    }
    return port;
  }

  private Path gatewayPorts() {
    return home.gateway(DevAccounts.WALLET).resolve("ports");
  }

  private static int await(ChildProcess process, Path ports, String name) {
    return await(process, () -> PortsFile.read(ports, name));
  }

  private static int await(ChildProcess process, Supplier<Optional<Integer>> answer) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<Integer> port = answer.get();
    while (port.isEmpty()) {
      if (!process.isAlive()) {
        throw failed(process, "ended");
      }
      if (System.nanoTime() - deadline > 0) {
        throw failed(process, "was not ready within " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      port = answer.get();
    }
    return port.get();
  }

  private static PeerzException failed(ChildProcess process, String how) {
    String lastWords = String.join(" ", process.log().last(1));
    return new PeerzException(
        ErrorCode.PEER_UNREACHABLE,
        process.name() + " " + how + ": " + lastWords + "; see " + process.log().file());
  }
}
