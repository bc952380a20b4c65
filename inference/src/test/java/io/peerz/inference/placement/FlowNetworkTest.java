package io.peerz.inference.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FlowNetworkTest {
  static final int LAYERS = 6;

  private static FlowNetwork network(PlacedShard... shards) {
    FlowNetwork network = new FlowNetwork(LAYERS);
    List.of(shards).forEach(network::add);
    return network;
  }

  private static PlacedShard shard(int start, int end) {
    return new PlacedShard(start, end, 1_000_000, 0);
  }

  @Test
  void theWeakestCutBoundsTheFlow() {
    PlacedShard half = shard(0, 3);
    assertThat(network(half, half, shard(3, 6)).fill()).isEqualTo(half.rate());
    assertThat(network(half, half, shard(3, 6), shard(3, 6)).fill()).isEqualTo(2 * half.rate());
  }

  @Test
  void rangesThatOverlapButDoNotJoinCarryNothing() {
    assertThat(network(shard(0, 4), shard(3, 6)).fill()).isZero();
  }

  @Test
  void missingLayersAreThoseOfTheShortestGap() {
    FlowNetwork network = network(shard(0, 4), shard(0, 2), shard(3, 6));
    network.fill();
    assertThat(network.missingLayers()).isEqualTo(1);
  }

  /** The sum over any boundary's crossing shards is a cut and bounds the flow. */
  @Property(tries = 300)
  void noCutIsSmallerThanTheFlow(
      @ForAll @Size(max = 12) List<@IntRange(min = 0, max = LAYERS * LAYERS - 1) Integer> ranges) {
    List<PlacedShard> shards =
        ranges.stream()
            .map(code -> shard(code / LAYERS, Math.max(code / LAYERS + 1, code % LAYERS + 1)))
            .toList();
    long flow = network(shards.toArray(PlacedShard[]::new)).fill();
    for (int layer = 0; layer < LAYERS; layer++) {
      int at = layer;
      long cut =
          shards.stream()
              .filter(shard -> shard.layerStart() <= at && at < shard.layerEnd())
              .mapToLong(PlacedShard::rate)
              .sum();
      assertThat(flow).isLessThanOrEqualTo(cut);
    }
  }
}
