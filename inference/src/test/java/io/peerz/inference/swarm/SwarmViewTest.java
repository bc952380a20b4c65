package io.peerz.inference.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.route.LinkTable;
import io.peerz.inference.route.Offer;
import io.peerz.inference.serve.ServeConfig;
import io.peerz.inference.testing.LoopbackNetwork;
import io.peerz.inference.testing.TestNode;
import io.peerz.inference.wire.NodeAddress;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwarmViewTest {
  /** A machine that is busy with other tests must not make a node look dead. */
  private static final SwarmConfig PATIENT =
      new SwarmConfig(
          Duration.ofMinutes(2), SwarmConfig.defaults().maxAge(), SwarmConfig.defaults().rest());

  private LoopbackNetwork network;
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void open() {
    network = new LoopbackNetwork();
  }

  @AfterEach
  void close() {
    network.close();
  }

  private static DirectoryEntry entry(TestNode node, NodeAddress address) {
    return new DirectoryEntry(
        node.nodeId(),
        node.signer(),
        node.signer(),
        BigInteger.ONE,
        address,
        List.of(new DirectoryEntry.Listing(node.shard(), BigInteger.TWO)));
  }

  private static DirectoryEntry entry(TestNode node) {
    return entry(node, node.address());
  }

  private SwarmView view(DirectoryEntry... entries) {
    return new SwarmView(model -> List.of(entries), network.clients(), PATIENT, () -> now);
  }

  @Test
  void aNodeThatAnswersIsOfferedWithItsMeasuredDelay() {
    TestNode node = network.toyNode(0, 4);

    Snapshot snapshot = view(entry(node)).look(LoopbackNetwork.TOY_MODEL);

    assertThat(snapshot.offers()).extracting(Offer::nodeId).containsExactly(node.nodeId());
    assertThat(snapshot.links().delayMicros(LinkTable.CLIENT, node.nodeId()))
        .isLessThan(LinkTable.UNKNOWN_MICROS);
    assertThat(snapshot.ages()).containsEntry(node.nodeId(), Duration.ZERO);
  }

  @Test
  void aNodeThatDoesNotAnswerRestsAndIsTriedAgainLater() {
    TestNode node = network.toyNode(0, 4);
    node.stop();
    SwarmView view = view(entry(node));
    assertThat(view.look(LoopbackNetwork.TOY_MODEL).offers()).isEmpty();

    node.start(ServeConfig.on("127.0.0.1", node.address().port()));
    assertThat(view.look(LoopbackNetwork.TOY_MODEL).offers()).isEmpty();
    now = now.plus(SwarmConfig.defaults().rest());
    assertThat(view.look(LoopbackNetwork.TOY_MODEL).offers()).hasSize(1);
  }

  @Test
  void aNodeThatAnswersForAnotherIsLeftOut() {
    TestNode honest = network.toyNode(0, 4);
    TestNode other = network.toyNode(0, 4);

    Snapshot snapshot =
        view(entry(honest), entry(other, honest.address())).look(LoopbackNetwork.TOY_MODEL);

    assertThat(snapshot.offers()).extracting(Offer::nodeId).containsExactly(honest.nodeId());
  }

  @Test
  void aNodeThatFailedASessionIsLeftOutForAWhile() {
    TestNode node = network.toyNode(0, 4);
    SwarmView view = view(entry(node));
    view.look(LoopbackNetwork.TOY_MODEL);

    view.failed(node.nodeId());

    assertThat(view.look(LoopbackNetwork.TOY_MODEL).offers()).isEmpty();
  }

  @Test
  void aFreshMeasurementIsNotTakenAgain() {
    TestNode node = network.toyNode(0, 4);
    SwarmView view = view(entry(node));
    view.look(LoopbackNetwork.TOY_MODEL);
    now = now.plusMillis(500);
    assertThat(view.look(LoopbackNetwork.TOY_MODEL).ages())
        .containsEntry(node.nodeId(), Duration.ofMillis(500));
    now = now.plusSeconds(10);
    assertThat(view.look(LoopbackNetwork.TOY_MODEL).ages())
        .containsEntry(node.nodeId(), Duration.ZERO);
  }
}
