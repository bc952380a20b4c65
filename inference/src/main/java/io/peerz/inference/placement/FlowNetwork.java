package io.peerz.inference.placement;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The swarm as a network of pipes: vertex l stands for rows that have passed the layers below l, a
 * shard is an edge from its first layer to the one behind its last. Ranges must join exactly, so
 * the most that can flow from vertex 0 to vertex {@code layers} is the throughput of all routes
 * together (Ford and Fulkerson: the least cut). Keeps the residual capacities of a greatest flow.
 */
final class FlowNetwork {
  private final int layers;
  private final long[][] left; // (from, to): capacity that is not used, or use that can be undone
  private long flow;

  FlowNetwork(int layers) {
    this.layers = layers;
    this.left = new long[layers + 1][layers + 1];
  }

  private FlowNetwork(FlowNetwork other) {
    this.layers = other.layers;
    this.left = Arrays.stream(other.left).map(long[]::clone).toArray(long[][]::new);
    this.flow = other.flow;
  }

  FlowNetwork copy() {
    return new FlowNetwork(this);
  }

  /** Adds a shard; {@link #fill} makes use of it. */
  void add(PlacedShard shard) {
    left[shard.layerStart()][shard.layerEnd()] += shard.rate();
  }

  /** Sends as much as can flow and returns how much that is. */
  long fill() {
    int[] before = new int[layers + 1];
    while (shortestWay(before)) {
      long most = Long.MAX_VALUE;
      for (int to = layers; to != 0; to = before[to]) {
        most = Math.min(most, left[before[to]][to]);
      }
      for (int to = layers; to != 0; to = before[to]) {
        left[before[to]][to] -= most;
        left[to][before[to]] += most;
      }
      flow += most;
    }
    return flow;
  }

  /** How much of a range's capacity the flow uses. */
  long used(int from, int to, long capacity) {
    return capacity - left[from][to];
  }

  /**
   * How many layers are in the way of more flow: the cheapest way where a missing layer costs one.
   */
  int missingLayers() {
    int[] cost = new int[layers + 1];
    Arrays.fill(cost, Integer.MAX_VALUE);
    cost[0] = 0;
    Deque<Integer> next = new ArrayDeque<>();
    next.add(0);
    while (!next.isEmpty()) {
      int from = next.poll();
      for (int to = 0; to <= layers; to++) {
        if (left[from][to] > 0 && cost[from] < cost[to]) {
          cost[to] = cost[from];
          next.addFirst(to);
        }
      }
      if (from < layers && cost[from] + 1 < cost[from + 1]) {
        cost[from + 1] = cost[from] + 1;
        next.addLast(from + 1);
      }
    }
    return cost[layers];
  }

  /** Breadth first; {@code before} says whence each vertex was reached. */
  private boolean shortestWay(int[] before) {
    Arrays.fill(before, -1);
    before[0] = 0;
    Deque<Integer> next = new ArrayDeque<>();
    next.add(0);
    while (!next.isEmpty() && before[layers] < 0) {
      int from = next.poll();
      for (int to = 0; to <= layers; to++) {
        if (before[to] < 0 && left[from][to] > 0) {
          before[to] = from;
          next.add(to);
        }
      }
    }
    return before[layers] >= 0;
  }
}
