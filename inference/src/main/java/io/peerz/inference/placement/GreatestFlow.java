package io.peerz.inference.placement;

import java.util.List;

/**
 * What each shard of a swarm carries when the whole swarm carries the most it can. Shards over the
 * same layers share their load by their rates. Pure.
 */
public final class GreatestFlow {
  private GreatestFlow() {}

  /**
   * The load of each shard.
   *
   * @param swarm shards of a model
   * @return millionths of a token per second, in the order of the shards; what enters a boundary
   *     between layers leaves it, to the last unit
   */
  public static long[] over(List<PlacedShard> swarm, int layers) {
    FlowNetwork network = new FlowNetwork(layers);
    swarm.forEach(network::add);
    network.fill();
    long[][] rate = new long[layers + 1][layers + 1];
    long[][] load = new long[layers + 1][layers + 1];
    for (PlacedShard shard : swarm) {
      rate[shard.layerStart()][shard.layerEnd()] += shard.rate();
    }
    for (int from = 0; from < layers; from++) {
      for (int to = from + 1; to <= layers; to++) {
        load[from][to] = network.used(from, to, rate[from][to]);
      }
    }
    return swarm.stream().mapToLong(shard -> share(shard, rate, load)).toArray();
  }

  /** Takes the shard's part of what is left, so that the last of equal ranges takes the rest. */
  private static long share(PlacedShard shard, long[][] rate, long[][] load) {
    int from = shard.layerStart();
    int to = shard.layerEnd();
    long all = rate[from][to];
    long part = all == 0 ? 0 : (long) ((double) load[from][to] * shard.rate() / all);
    long carried = shard.rate() == all ? load[from][to] : Math.min(part, load[from][to]);
    rate[from][to] -= shard.rate();
    load[from][to] -= carried;
    return carried;
  }
}
