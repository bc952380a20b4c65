package io.peerz.devnet.network;

import java.util.List;

/**
 * One node of a local network.
 *
 * @param layerStart first layer it serves
 * @param layerEnd layer after the last one it serves
 */
public record NodePlan(String name, int layerStart, int layerEnd) {
  private static final List<String> NAMES =
      List.of("ada", "bob", "cy", "dan", "eve", "fay", "gus", "hal");
  public static final int MAX_NODES = NAMES.size();

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
