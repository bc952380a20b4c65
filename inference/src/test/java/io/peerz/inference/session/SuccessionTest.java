package io.peerz.inference.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.route.Hop;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.Route;
import io.peerz.inference.route.RoutePlan;
import io.peerz.inference.route.ServiceTime;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who takes over from whom. */
class SuccessionTest {
  private final PeerzException gone = new PeerzException(ErrorCode.PEER_UNREACHABLE, "it is gone");
  private final PeerzException poor = new PeerzException(ErrorCode.INSUFFICIENT_FUNDS, "no money");

  private final Asked asked = new Asked();

  /** Always knows one more route. */
  private static final class Asked implements OtherRoutes {
    private final List<Set<Digest>> failed = new ArrayList<>();
    private final List<Set<Digest>> avoided = new ArrayList<>();

    @Override
    public void failed(Set<Digest> nodeIds) {
      failed.add(nodeIds);
    }

    @Override
    public Optional<RoutePlan> without(Set<Digest> nodeIds) {
      avoided.add(Set.copyOf(nodeIds));
      return Optional.of(plan(hop("other " + avoided.size())));
    }
  }

  private static Digest id(String name) {
    return Keccak.hash(name);
  }

  private static Hop hop(String name) {
    ShardId shard = new ShardId(id("model"), 0, 4);
    Offer offer =
        new Offer(
            id(name),
            Address.ZERO,
            Address.ZERO,
            BigInteger.ZERO,
            shard,
            "host",
            1,
            Digest.ZERO,
            BigInteger.ZERO,
            ServiceTime.UNKNOWN,
            true);
    return new Hop(offer, 0, 4);
  }

  private static RoutePlan plan(Hop hop, Hop... standbys) {
    return new RoutePlan(new Route(List.of(hop), 1), List.of(List.of(standbys)));
  }

  private static Digest only(Succession succession) {
    return succession.current().route().hops().getFirst().offer().nodeId();
  }

  @Test
  void standbysComeFirstThenAnotherRouteThatAvoidsAllWhoWereGivenUp() {
    Succession succession = new Succession(plan(hop("a"), hop("b")), asked);

    assertThat(succession.replace(Set.of(id("a")), false, gone)).isTrue();
    assertThat(only(succession)).isEqualTo(id("b"));
    assertThat(asked.avoided).isEmpty();
    assertThat(succession.replace(Set.of(id("b")), false, gone)).isTrue();
    assertThat(only(succession)).isEqualTo(id("other 1"));
    assertThat(asked.avoided).containsExactly(Set.of(id("a"), id("b")));
    assertThat(asked.failed).containsExactly(Set.of(id("a")), Set.of(id("b")));
  }

  @Test
  void whereAllAreAliveTheClientCarriesTheRows() {
    Succession succession = new Succession(plan(hop("a")), asked);
    assertThat(succession.replace(Set.of(id("a")), true, gone)).isFalse();
    assertThat(asked.failed).isEmpty();
  }

  @Test
  void whatOthersCouldDoNoBetterIsNotTriedAgain() {
    Succession succession = new Succession(plan(hop("a")), asked);
    assertThatThrownBy(() -> succession.replace(Set.of(id("a")), false, poor)).isSameAs(poor);
  }

  @Test
  void anAnswerThatLosesNodeAfterNodeIsGivenUp() {
    Succession succession = new Succession(plan(hop("a")), asked);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                succession.replace(Set.of(only(succession)), false, gone);
              }
            })
        .isSameAs(gone);
    assertThat(asked.avoided).hasSize(16);
  }
}
