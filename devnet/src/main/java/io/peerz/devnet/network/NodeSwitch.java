package io.peerz.devnet.network;

import io.peerz.devnet.process.ChildProcess;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.devnet.process.Stopper;
import io.peerz.node.data.NodeService;
import io.peerz.node.data.PeerzHome;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts the power of single nodes of a network that runs, or of its gateway, and gives it back, for
 * people who want to see what then happens. Blocking; one change at a time.
 */
public final class NodeSwitch {
  private final PeerzHome home;
  private final DevnetFolder folder;
  private final Map<String, Map<String, String>> settings;
  private final Set<String> lazy = new HashSet<>();

  /** Starts nodes with the usual settings. */
  public NodeSwitch(PeerzHome home) {
    this(home, Map.of());
  }

  /**
   * @param settings of some nodes, by their names, which they are started with again
   */
  public NodeSwitch(PeerzHome home, Map<String, Map<String, String>> settings) {
    this.home = home;
    this.folder = new DevnetFolder(home.devnet());
    this.settings = Map.copyOf(settings);
  }

  /** Whether each node runs, by its name, in the order in which they were started. */
  public Map<String, Boolean> nodes() {
    Map<String, Boolean> alive = new LinkedHashMap<>();
    state().processes().stream()
        .filter(this::isNode)
        .forEach(process -> alive.put(process.name(), process.find().isPresent()));
    return alive;
  }

  /** Ends a node without a chance to write anything; again is a no-op. */
  public synchronized void cut(String name) {
    record(name).find().ifPresent(Stopper::kill);
  }

  /** Starts a node that was ended and returns when it serves; again is a no-op. */
  public synchronized void start(String name) {
    ProcessRecord old = record(name);
    if (old.find().isEmpty()) {
      lazy.remove(name);
      start(new NodePlan(name, 0, 1, Set.of(NodeService.SERVE), false));
    }
  }

  /** Starts a node anew as one that trains a fifth of each unit and hands it in as the whole. */
  public synchronized void startLazy(String name) {
    cut(name);
    lazy.add(name);
    start(new NodePlan(name, 0, 1, Set.of(NodeService.SERVE), true));
  }

  /** Whether it was started as a cheat and runs. */
  public synchronized boolean isLazy(String name) {
    return lazy.contains(name) && record(name).find().isPresent();
  }

  private void start(NodePlan usual) {
    NodePlan plan = usual.withSettings(settings.getOrDefault(usual.name(), Map.of()));
    ProcessLauncher launcher = launcher();
    ChildProcess process = launcher.node(plan);
    replace(process.record());
    launcher.awaitNode(process, plan);
  }

  /** Ends the gateway without a chance to write anything; again is a no-op. */
  public synchronized void cutGateway() {
    process(ProcessLauncher.GATEWAY).find().ifPresent(Stopper::kill);
  }

  /** Starts a gateway that was ended, on its old port, and returns when it is ready. */
  public synchronized void startGateway(Path model) {
    if (process(ProcessLauncher.GATEWAY).find().isPresent()) {
      return;
    }
    ProcessLauncher launcher = launcher();
    ChildProcess process = launcher.gateway(model, state().gateway().getPort());
    replace(process.record());
    launcher.awaitGateway(process);
  }

  private ProcessLauncher launcher() {
    return new ProcessLauncher(home, folder, Optional.empty(), Map.of());
  }

  private void replace(ProcessRecord started) {
    NetworkState state = state();
    List<ProcessRecord> processes = new ArrayList<>(state.processes());
    processes.replaceAll(record -> record.name().equals(started.name()) ? started : record);
    new NetworkState(state.chain(), state.rpc(), state.gateway(), state.model(), processes)
        .write(folder.state());
  }

  private NetworkState state() {
    return folder
        .read()
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.NOT_FOUND, "no devnet runs here; start one with: peerz devnet up"));
  }

  private ProcessRecord record(String name) {
    ProcessRecord found = process(name);
    Require.that(
        isNode(found), ErrorCode.NOT_FOUND, "'%s' is no node of this devnet".formatted(name));
    return found;
  }

  private ProcessRecord process(String name) {
    return state().processes().stream()
        .filter(process -> process.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new PeerzException(ErrorCode.NOT_FOUND, "no '%s' in this devnet".formatted(name)));
  }

  private boolean isNode(ProcessRecord process) {
    return NodePlan.isName(process.name()) && home.node(process.name()).hasSigner();
  }
}
