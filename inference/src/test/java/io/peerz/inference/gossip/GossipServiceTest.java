package io.peerz.inference.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.peerz.inference.testing.LoopbackNetwork;
import io.peerz.inference.wire.GossipMessage;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.TlsIdentity;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.server.GrpcServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two parties over a real connection. */
class GossipServiceTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Speaker ADA = Speaker.of("ada", 0, 4);
  private static final Speaker BOB = Speaker.of("bob", 4, 8);

  @TempDir private Path folder;
  private final Instant now = Instant.ofEpochSecond(1_800_000_000);
  private final ListedNodes registry = ListedNodes.of(ADA, BOB);
  private LoopbackNetwork network;
  private NodeAddress address;
  private final Party serving = new Party();
  private final Party asking = new Party();

  /** One side. */
  private final class Party {
    private final Roster roster = new Roster(registry, () -> now);
    private final NoticeBook book =
        new NoticeBook(
            roster,
            (signed, signer) -> signed.requireSigner(signer, Speaker.REGISTRY),
            GossipConfig.defaults());
    private final Gossip gossip =
        new Gossip(
            Optional.empty(), roster, book, GossipConfig.defaults(), new SplittableRandom(1));
  }

  @BeforeEach
  void serve() {
    network = new LoopbackNetwork();
    TlsIdentity tls = TlsIdentity.loadOrCreate(folder);
    GrpcServer server = GrpcServer.server(network.vertx());
    new GossipService(network.vertx(), serving.gossip, () -> now).mount(server);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setSsl(true)
            .setUseAlpn(true)
            .setKeyCertOptions(tls.keyCertOptions());
    HttpServer http = network.vertx().createHttpServer(options).requestHandler(server);
    int port = LoopbackNetwork.await(http.listen()).actualPort();
    address = new NodeAddress("127.0.0.1", port, tls.spkiHash());
  }

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void oneExchangeTellsBothSides() {
    serving.gossip.say(ADA.says(now), now);
    asking.gossip.say(BOB.says(now), now);

    GossipMessage answer =
        network.clients().exchange(address, asking.gossip.opening(now), PATIENCE);
    GossipMessage rest = asking.gossip.closing(answer, now).orElseThrow();
    network.clients().exchange(address, rest, PATIENCE);

    assertThat(asking.book.all()).hasSize(2);
    assertThat(serving.book.all())
        .extracting(Heard::signed)
        .containsExactlyInAnyOrderElementsOf(
            asking.book.all().stream().map(Heard::signed).toList());
  }

  @Test
  void aMessageOfTooManyNodesIsRefused() {
    List<GossipMessage.Known> many =
        IntStream.range(0, 5_000).mapToObj(i -> new GossipMessage.Known(i, i)).toList();
    GossipMessage tooLong = new GossipMessage(true, many, List.of(), List.of());

    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(() -> network.clients().exchange(address, tooLong, PATIENCE))
        .matches(
            e -> e.code() == ErrorCode.PEER_UNREACHABLE || e.code() == ErrorCode.PEER_MISBEHAVED);
  }
}
