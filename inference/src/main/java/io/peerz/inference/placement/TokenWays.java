package io.peerz.inference.placement;

import java.util.Arrays;
import java.util.List;

/** The fastest ways of one token to every boundary between layers, and from there to the end. */
final class TokenWays {
  /** Nobody joins up; small enough to add two. */
  private static final long NEVER = Long.MAX_VALUE / 4;

  private final long[] to; // (layer): nanoseconds from layer 0
  private final long[] from; // (layer): nanoseconds to the last layer

  TokenWays(List<PlacedShard> shards, int layers) {
    to = new long[layers + 1];
    from = new long[layers + 1];
    Arrays.fill(to, NEVER);
    Arrays.fill(from, NEVER);
    to[0] = 0;
    from[layers] = 0;
    List<PlacedShard> ordered =
        shards.stream()
            .sorted((one, other) -> Integer.compare(one.layerStart(), other.layerStart()))
            .toList();
    for (PlacedShard shard : ordered) {
      long there = to[shard.layerStart()] + shard.tokenNanos();
      to[shard.layerEnd()] = Math.min(to[shard.layerEnd()], there);
    }
    for (PlacedShard shard : ordered.reversed()) {
      long home = from[shard.layerEnd()] + shard.tokenNanos();
      from[shard.layerStart()] = Math.min(from[shard.layerStart()], home);
    }
  }

  /** The fastest route, with one more shard to choose from. */
  long fastestWith(PlacedShard shard) {
    long over = to[shard.layerStart()] + shard.tokenNanos() + from[shard.layerEnd()];
    return bounded(Math.min(from[0], over));
  }

  private static long bounded(long nanos) {
    return nanos >= NEVER ? Long.MAX_VALUE : nanos;
  }
}
