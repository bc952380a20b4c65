package io.peerz.devnet.network;

import io.peerz.inference.model.Arithmetic;
import io.peerz.node.config.SettingKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a local network shall be.
 *
 * @param model folder of the model that the nodes serve
 * @param stakeWei of each node
 * @param apiPort of the gateway; 0 for any free one
 * @param links file of emulated links between the gateway, who is "client", and the nodes
 * @param settings of every node and of the gateway, by their names in the environment
 */
public record NetworkPlan(
    List<NodePlan> nodes,
    Path model,
    BigInteger stakeWei,
    DevParameters parameters,
    int apiPort,
    Optional<Path> links,
    Map<String, String> settings) {
  /** What the gateway is called among emulated links. */
  public static final String CLIENT = "client";

  /** The name under which every command finds this network. */
  public static final String NAME = "devnet";

  public NetworkPlan {
    nodes = List.copyOf(nodes);
    Objects.requireNonNull(links);
    settings = Map.copyOf(settings);
  }

  /** A network whose links are those of this machine, with the usual settings. */
  public NetworkPlan(
      List<NodePlan> nodes,
      Path model,
      BigInteger stakeWei,
      DevParameters parameters,
      int apiPort) {
    this(nodes, model, stakeWei, parameters, apiPort, Optional.empty(), Map.of());
  }

  /** The same network behind emulated links. */
  public NetworkPlan withLinks(Path world) {
    return new NetworkPlan(
        nodes, model, stakeWei, parameters, apiPort, Optional.of(world), settings);
  }

  public NetworkPlan withSettings(Map<String, String> others) {
    return new NetworkPlan(nodes, model, stakeWei, parameters, apiPort, links, others);
  }

  /** Which engine the nodes run, as the settings say. */
  public Arithmetic arithmetic() {
    String engine = settings.getOrDefault(SettingKey.ENGINE.environmentName(), "");
    return Arithmetic.of(engine).orElse(Arithmetic.EXACT);
  }

  /** The same network whose nodes also train and evaluate; the last one does a fifth. */
  public NetworkPlan tuning() {
    return with(nodes.stream().map(node -> node.tuning(node.equals(nodes.getLast()))).toList());
  }

  /** The same network whose nodes also train and evaluate, all of them honestly. */
  public NetworkPlan honestlyTuning() {
    return with(nodes.stream().map(node -> node.tuning(false)).toList());
  }

  private NetworkPlan with(List<NodePlan> others) {
    return new NetworkPlan(others, model, stakeWei, parameters, apiPort, links, settings);
  }

  public String nodesInWords() {
    return nodes.stream()
        .map(n -> n.name() + " " + n.layers())
        .reduce((a, b) -> a + " · " + b)
        .orElse("none");
  }
}
