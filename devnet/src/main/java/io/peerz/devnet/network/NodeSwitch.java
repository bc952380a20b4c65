package io.peerz.devnet.network;

import io.peerz.devnet.process.ChildProcess;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.devnet.process.Stopper;
import io.peerz.node.data.NodeService;
import io.peerz.node.data.PeerzHome;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts the power of single nodes of a network that runs, and gives it back, for people who want to
 * see what then happens. Blocking; one change at a time.
 */
public final class NodeSwitch {
  private final PeerzHome home;
  private final DevnetFolder folder;
  private final Set<String> lazy = new HashSet<>();

  public NodeSwitch(PeerzHome home) {
    this.home = home;
    this.folder = new DevnetFolder(home.devnet());
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

  private void start(NodePlan plan) {
    ProcessLauncher launcher = new ProcessLauncher(home, folder, Optional.empty(), Map.of());
    ChildProcess process = launcher.node(plan);
    NetworkState state = state();
    List<ProcessRecord> processes = new ArrayList<>(state.processes());
    processes.replaceAll(record -> record.name().equals(plan.name()) ? process.record() : record);
    new NetworkState(state.chain(), state.rpc(), state.gateway(), state.model(), processes)
        .write(folder.state());
    launcher.awaitNode(process, plan);
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
    List<ProcessRecord> found =
        state().processes().stream()
            .filter(process -> process.name().equals(name))
            .filter(this::isNode)
            .toList();
    Require.that(
        !found.isEmpty(), ErrorCode.NOT_FOUND, "no node '%s' in this devnet".formatted(name));
    return found.getFirst();
  }

  private boolean isNode(ProcessRecord process) {
    return NodePlan.isName(process.name()) && home.node(process.name()).hasSigner();
  }
}
