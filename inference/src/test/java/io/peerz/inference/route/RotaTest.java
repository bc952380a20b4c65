package io.peerz.inference.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.route.ThroughputRoutes.Share;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RotaTest {
  private static Route route(int node) {
    Offer any = RandomSwarm.offer(new Random(1), node, new ShardId(Keccak.hash("model"), 0, 2));
    return new Route(List.of(new Hop(any, 0, 2)), node);
  }

  private static final Route STRONG = route(1);
  private static final Route WEAK = route(2);

  private static List<Route> turns(Rota rota, int count, List<Share> shares) {
    return IntStream.range(0, count).mapToObj(i -> rota.next(shares).orElseThrow()).toList();
  }

  @Test
  void turnsInterleave() {
    List<Share> shares = List.of(new Share(STRONG, 30), new Share(WEAK, 10));
    assertThat(turns(new Rota(), 8, shares))
        .containsExactly(STRONG, STRONG, WEAK, STRONG, STRONG, STRONG, WEAK, STRONG);
  }

  @Test
  void aRouteThatIsGoneLeavesNothingBehind() {
    Rota rota = new Rota();
    turns(rota, 3, List.of(new Share(STRONG, 1), new Share(WEAK, 1)));
    assertThat(turns(rota, 2, List.of(new Share(WEAK, 1)))).containsExactly(WEAK, WEAK);
    assertThat(rota.next(List.of())).isEmpty();
    assertThat(turns(rota, 2, List.of(new Share(STRONG, 1), new Share(WEAK, 1))))
        .containsExactlyInAnyOrder(STRONG, WEAK);
  }
}
