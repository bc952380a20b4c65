package io.peerz.devnet.network;

import io.peerz.node.data.NodeService;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One node of a local network.
 *
 * @param layerStart first layer it serves
 * @param layerEnd layer after the last one it serves
 * @param services what it does
 * @param lazy whether it trains a fifth of each unit
 * @param settings of its own, by their names in the environment
 */
public record NodePlan(
    String name,
    int layerStart,
    int layerEnd,
    Set<NodeService> services,
    boolean lazy,
    Map<String, String> settings) {
  private static final List<String> NAMES =
      List.of("ada", "bob", "cy", "dan", "eve", "fay", "gus", "hal");
  public static final int MAX_NODES = NAMES.size();

  public NodePlan {
    services = Set.copyOf(services);
    settings = Map.copyOf(settings);
  }

  /** A node with the usual settings. */
  public NodePlan(
      String name, int layerStart, int layerEnd, Set<NodeService> services, boolean lazy) {
    this(name, layerStart, layerEnd, services, lazy, Map.of());
  }

  public NodePlan withSettings(Map<String, String> others) {
    return new NodePlan(name, layerStart, layerEnd, services, lazy, others);
  }

  private NodePlan(String name, int layerStart, int layerEnd) {
    this(name, layerStart, layerEnd, EnumSet.of(NodeService.SERVE), false);
  }

  /** Whether nodes are called so. */
  static boolean isName(String name) {
    return NAMES.contains(name);
  }

  /** The same node, which also trains and evaluates. */
  public NodePlan tuning(boolean isLazy) {
    return new NodePlan(
        name, layerStart, layerEnd, EnumSet.allOf(NodeService.class), isLazy, settings);
  }

  /** The model cut in two, each half on every second node. */
  public static List<NodePlan> halves(int nodes, int layers) {
    int middle = layers / 2;
    return NAMES.subList(0, nodes).stream()
        .map(
            name ->
                NAMES.indexOf(name) < (nodes + 1) / 2
                    ? new NodePlan(name, 0, middle)
                    : new NodePlan(name, middle, layers))
        .toList();
  }

  public String owner() {
    return name + "-owner";
  }

  public String layers() {
    return layerStart + ":" + layerEnd;
  }
}
