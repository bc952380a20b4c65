package io.peerz.inference.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlacementTest {
  static final int LAYERS = 12;
  private static final long NANOS = 200_000;

  private static PlacedShard shard(int start, int end) {
    return new PlacedShard(start, end, NANOS, 10_000);
  }

  private static NodeCapacity capacity(int mostLayers) {
    return new NodeCapacity(mostLayers, NANOS, 10_000);
  }

  private static PlacedShard best(int mostLayers, PlacedShard... others) {
    return new Placement(List.of(others), LAYERS).best(capacity(mostLayers));
  }

  @Test
  void aNodeThatHoldsTheWholeModelServesIt() {
    assertThat(best(LAYERS)).isEqualTo(shard(0, LAYERS));
  }

  @Test
  void aHoleIsFilledBeforeAnythingElse() {
    assertThat(best(6, shard(0, 5), shard(0, 5), shard(8, 12))).isEqualTo(shard(5, 8));
    assertThat(best(2, shard(0, 5), shard(0, 5), shard(8, 12)).layerStart()).isIn(5, 6);
  }

  @Test
  void theWeakestPartIsStrengthened() {
    assertThat(best(6, shard(0, 6), shard(0, 6), shard(6, 12))).isEqualTo(shard(6, 12));
  }

  @Test
  void nodesThatHelpOnlyTogetherFindTogether() {
    List<PlacedShard> swarm = new ArrayList<>(List.of(shard(0, 6), shard(6, 12)));
    long before = flow(swarm);
    for (int i = 0; i < 4; i++) {
      swarm.add(new Placement(swarm, LAYERS).best(capacity(3)));
    }
    assertThat(flow(swarm)).isGreaterThan(before);
  }

  @Test
  void amongEqualGainsTheFasterTokenDecides() {
    PlacedShard slow = new PlacedShard(0, 6, 2 * NANOS, 10_000);
    PlacedShard far = new PlacedShard(6, 12, 2 * NANOS, 40_000);

    assertThat(best(6, slow, far)).isEqualTo(shard(6, 12));
  }

  @Test
  void nobodyLeavesTheLastRoute() {
    Placement placement = new Placement(List.of(shard(0, 6), shard(0, 6)), LAYERS);

    assertThat(placement.better(capacity(6), shard(6, 12))).isEmpty();
  }

  @Test
  void aSmallGainIsNotWorthMoving() {
    List<PlacedShard> others = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      others.add(shard(0, 6));
      others.add(shard(6, 12));
    }
    others.add(shard(6, 12));
    others.add(shard(6, 12));
    Placement placement = new Placement(others, LAYERS);
    assertThat(placement.best(capacity(6))).isEqualTo(shard(0, 6));

    assertThat(placement.better(capacity(6), shard(6, 12))).isEmpty();
  }

  @Property(tries = 200)
  void nodesThatMoveOneAfterAnotherComeToRest(
      @ForAll List<@IntRange(min = 0, max = LAYERS - 1) Integer> starts,
      @ForAll @IntRange(min = 2, max = 6) int mostLayers) {
    List<PlacedShard> swarm = new ArrayList<>();
    starts.stream()
        .limit(16)
        .forEach(start -> swarm.add(shard(start, Math.min(LAYERS, start + mostLayers))));
    int moves = 0;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int i = 0; i < swarm.size(); i++) {
        List<PlacedShard> others = new ArrayList<>(swarm);
        PlacedShard current = others.remove(i);
        long before = flow(swarm);
        var better = new Placement(others, LAYERS).better(capacity(mostLayers), current);
        if (better.isPresent()) {
          swarm.set(i, better.get());
          assertThat(flow(others)).as("a route remains").isGreaterThanOrEqualTo(before > 0 ? 1 : 0);
          moved = true;
          moves++;
        }
      }
      assertThat(moves).isLessThan(200);
    }
  }

  private static long flow(List<PlacedShard> swarm) {
    FlowNetwork network = new FlowNetwork(LAYERS);
    swarm.forEach(network::add);
    return network.fill();
  }
}
