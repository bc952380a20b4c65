package io.peerz.inference.serve;

import static io.peerz.inference.testing.RawSession.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.peerz.inference.testing.LoopbackNetwork;
import io.peerz.inference.testing.RawSession;
import io.peerz.inference.testing.TestNode;
import io.peerz.inference.testing.ToyEngine;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.NodeDescription;
import io.peerz.inference.wire.Protocol;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a shard server does with clients that err, lie, vanish or come back. */
class ShardServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private LoopbackNetwork network;

  @BeforeEach
  void open() {
    network = new LoopbackNetwork();
  }

  @AfterEach
  void close() {
    network.close();
  }

  private TestNode node(ServeConfig config) {
    return network.node(LoopbackNetwork.TOY_MODEL, new ToyEngine(0, 2)).start(config);
  }

  private static ServeConfig config() {
    return ServeConfig.on("127.0.0.1", 0);
  }

  private static void assertFault(ServerMessage answer, ErrorCode code, String text) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            ServerMessage.Fault.class,
            fault -> {
              assertThat(fault.code()).isEqualTo(code);
              assertThat(fault.message()).contains(text);
            });
  }

  @Test
  void aWrongKeyIsRefusedAndBothHashesAreNamed() {
    TestNode node = node(config());
    Digest registered = Keccak.hash("another key");
    NodeAddress wrong = new NodeAddress("127.0.0.1", node.address().port(), registered);

    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(() -> network.clients().describe(wrong, PATIENCE))
        .matches(e -> e.code() == ErrorCode.PEER_MISBEHAVED)
        .withMessageContaining(registered.hex())
        .withMessageContaining(node.address().spkiHash().hex());
  }

  @Test
  void aDescriptionTellsPriceLoadAndServiceTimes() {
    TestNode node = node(config());
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      session.ask(tokens(0, 0, false, 1, 2, 3));
      session.ask(tokens(0, 3, false, 4));

      NodeDescription description = network.clients().describe(node.address(), PATIENCE);

      assertThat(description.nodeId()).isEqualTo(node.nodeId());
      assertThat(description.freeSessions()).isEqualTo(63);
      NodeDescription.Shard shard = description.shards().getFirst();
      assertThat(shard.shard()).isEqualTo(node.shard());
      assertThat(shard.pricePerGcuWei()).isEqualTo(TestNode.PRICE);
      assertThat(shard.prefillNanosPerLayerToken()).isPositive();
      assertThat(shard.decodeNanosPerLayerToken()).isPositive();
      assertThat(shard.queuedTokens()).isZero();
    }
  }

  @Test
  void aStreamMustBeginWithOpen() {
    try (RawSession session = new RawSession(network, node(config()))) {
      assertFault(session.ask(tokens(0, 0, true, 1)), ErrorCode.BAD_REQUEST, "begins with Open");
    }
  }

  @Test
  void anUnknownChannelIsRefused() {
    TestNode node = node(config());
    network.purse().open(node.nodeId(), Keccak.hash("never opened"), LoopbackNetwork.DEPOSIT);
    try (RawSession session = new RawSession(network, node)) {
      assertFault(
          session.ask(RawSession.open(network, node, 1)), ErrorCode.NOT_FOUND, "no channel");
    }
  }

  @Test
  void aStrangerCannotUseSomebodyElsesChannel() {
    TestNode node = node(config());
    ClientMessage.Open honest = RawSession.open(network, node, 1);
    SigningKey stranger = SigningKey.generate(new SecureRandom());
    ClientMessage.Open stolen =
        new ClientMessage.Open(
            honest.channelId(),
            honest.payerNonce(),
            honest.samplingHash(),
            honest.shard(),
            honest.maxPositions(),
            honest.pricePerGcuWei(),
            stranger.sign(honest.sessionId()),
            honest.delegation(),
            honest.sampling(),
            honest.adapter(),
            honest.earlierTokens(),
            honest.auditable(),
            Optional.empty());
    try (RawSession session = new RawSession(network, node)) {
      assertFault(session.ask(stolen), ErrorCode.BAD_SIGNATURE, "does not name");
    }
    assertThat(node.server().sessions()).isZero();
  }

  @Test
  void aStepOfALaterChunkIsRefused() {
    try (RawSession session = new RawSession(network, node(config()))) {
      session.opened(1);
      assertFault(session.ask(tokens(1, 0, false, 1)), ErrorCode.BAD_REQUEST, "chunk 0 comes next");
    }
  }

  @Test
  void aStepThatLeavesOutPositionsIsRefused() {
    try (RawSession session = new RawSession(network, node(config()))) {
      session.opened(1);
      assertFault(session.ask(tokens(0, 5, false, 1)), ErrorCode.BAD_REQUEST, "0 comes next");
    }
  }

  @Test
  void aTokenOutsideTheVocabularyIsRefused() {
    try (RawSession session = new RawSession(network, node(config()))) {
      session.opened(1);
      assertFault(session.ask(tokens(0, 0, false, 32)), ErrorCode.BAD_REQUEST, "token id is 32");
    }
  }

  @Test
  void aThirdChunkBeforeTheFirstIsPaidIsRefused() {
    TestNode node = node(config());
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      session.receiptFor(tokens(0, 0, true, 1, 2));
      session.receiptFor(tokens(1, 2, true, 3));
      assertFault(session.ask(tokens(2, 3, false, 4)), ErrorCode.UNPAID, "chunk 0 is not paid");
    }
    assertThat(node.desk().receipts()).isEmpty();
  }

  @Test
  void aPaidChunkIsHandedOnWithBothSignaturesAndTheNextOneBegins() {
    TestNode node = node(config());
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      ServerMessage.Receipt receipt = session.receiptFor(tokens(0, 0, true, 1, 2));
      session.send(session.payment(receipt));
      assertThat(session.ask(tokens(1, 2, false, 3))).isInstanceOf(ServerMessage.StepResult.class);
      await()
          .untilAsserted(
              () ->
                  assertThat(node.desk().receipts())
                      .extracting(r -> r.receipt())
                      .containsExactly(receipt.signed().receipt()));
    }
  }

  @Test
  void aVoucherOfAnotherKeyIsRefused() {
    TestNode node = node(config());
    SigningKey stranger = SigningKey.generate(new SecureRandom());
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      ServerMessage.Receipt receipt = session.receiptFor(tokens(0, 0, true, 1, 2));
      SignedVoucher honest = session.payment(receipt).voucher();
      SignedVoucher forged =
          new SignedVoucher(
              honest.voucher(),
              stranger.sign(
                  LoopbackNetwork.DOMAINS
                      .paymentChannels()
                      .digestOf(honest.voucher().structHash())),
              honest.delegation());
      assertFault(
          session.ask(session.payment(receipt, forged)), ErrorCode.BAD_SIGNATURE, "must be of");
    }
    assertThat(node.desk().best(node.channelId()).cumulativeMacs()).isEqualTo(BigInteger.ZERO);
  }

  @Test
  void aVoucherForLessThanIsDueIsRefused() {
    TestNode node = node(config());
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      ServerMessage.Receipt receipt = session.receiptFor(tokens(0, 0, true, 1, 2));
      assertFault(
          session.ask(
              session.payment(
                  receipt,
                  v ->
                      new Voucher(
                          v.channelId(),
                          v.cumulativeAmountWei().subtract(BigInteger.ONE),
                          v.cumulativeMacs(),
                          v.receiptHead()))),
          ErrorCode.BAD_VOUCHER,
          "are due");
    }
    assertThat(node.desk().receipts()).isEmpty();
  }

  @Test
  void aVoucherBeyondTheDepositIsRefused() {
    TestNode node = node(config());
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      ServerMessage.Receipt receipt = session.receiptFor(tokens(0, 0, true, 1, 2));
      assertFault(
          session.ask(
              session.payment(
                  receipt,
                  v ->
                      new Voucher(
                          v.channelId(),
                          LoopbackNetwork.DEPOSIT.add(BigInteger.ONE),
                          v.cumulativeMacs(),
                          v.receiptHead()))),
          ErrorCode.INSUFFICIENT_FUNDS,
          "exceeds the channel's deposit");
    }
  }

  @Test
  void aVoucherForAnotherReceiptIsRefused() {
    try (RawSession session = new RawSession(network, node(config()))) {
      session.opened(1);
      ServerMessage.Receipt receipt = session.receiptFor(tokens(0, 0, true, 1, 2));
      assertFault(
          session.ask(
              session.payment(
                  receipt,
                  v ->
                      new Voucher(
                          v.channelId(),
                          v.cumulativeAmountWei(),
                          v.cumulativeMacs(),
                          Digest.ZERO))),
          ErrorCode.BAD_VOUCHER,
          "another receipt");
    }
  }

  @Test
  void workThatTheDepositCannotPayIsNotBegun() {
    TestNode node = node(config());
    node.desk().open(node.channelId(), node.nodeId(), network.purse().payer(), BigInteger.ONE);
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      assertFault(session.ask(tokens(0, 0, true, 1, 2)), ErrorCode.INSUFFICIENT_FUNDS, "top it up");
    }
  }

  @Test
  void aStepSentAgainGetsTheReceiptThatWasStored() {
    try (RawSession session = new RawSession(network, node(config()))) {
      session.opened(1);
      ServerMessage.Receipt receipt = session.receiptFor(tokens(0, 0, true, 1, 2));
      assertThat(session.receiptFor(tokens(0, 0, true, 1, 2))).isEqualTo(receipt);
    }
  }

  @Test
  void otherInputForAPositionThatWasComputedIsRefused() {
    try (RawSession session = new RawSession(network, node(config()))) {
      session.opened(1);
      session.receiptFor(tokens(0, 0, true, 1, 2));
      assertFault(session.ask(tokens(0, 0, true, 1, 3)), ErrorCode.BAD_REQUEST, "other input");
    }
  }

  @Test
  void aClientThatLostItsStreamFindsItsSessionWhereItWas() {
    TestNode node = node(config());
    ServerMessage.Receipt receipt;
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      receipt = session.receiptFor(tokens(0, 0, true, 1, 2));
    }
    await()
        .untilAsserted(
            () -> {
              try (RawSession again = new RawSession(network, node)) {
                ServerMessage.Opened opened = again.opened(1);
                assertThat(opened.nextSeq()).isEqualTo(1);
                assertThat(opened.nextPosition()).isEqualTo(2);
                assertThat(again.receiptFor(tokens(0, 0, true, 1, 2))).isEqualTo(receipt);
                again.send(again.payment(receipt));
                assertThat(again.ask(tokens(1, 2, false, 3)))
                    .isInstanceOf(ServerMessage.StepResult.class);
              }
            });
  }

  @Test
  void aNodeThatRestartedSignsTheSameReceiptAgain() {
    TestNode node = node(config());
    ServerMessage.Receipt receipt;
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      receipt = session.receiptFor(tokens(0, 0, true, 1, 2));
    }
    node.stop();
    node.start(config());
    try (RawSession session = new RawSession(network, node)) {
      assertThat(session.opened(1).nextSeq()).isZero();
      assertThat(session.receiptFor(tokens(0, 0, true, 1, 2))).isEqualTo(receipt);
    }
  }

  @Test
  void aNodeThatRestartedRefusesToSignOtherWorkForTheSameChunk() {
    TestNode node = node(config());
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      session.receiptFor(tokens(0, 0, true, 1, 2));
    }
    node.stop();
    node.start(config());
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      session.ask(tokens(0, 0, true, 1, 3));
      assertFault(session.receive(), ErrorCode.EQUIVOCATION_REFUSED, "new nonce");
    }
  }

  @Test
  void anIdleSessionIsToldAndItsCacheFreed() {
    TestNode node = node(config().withIdleTimeout(Duration.ofMillis(100)));
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      assertFault(session.receive(), ErrorCode.TIMEOUT, "open a new one");
    }
    await().untilAsserted(() -> assertThat(node.server().sessions()).isZero());
    assertThat(((ToyEngine) node.engine()).cacheBytes()).isZero();
  }

  @Test
  void anAbandonedSessionIsForgottenAfterAWhile() {
    TestNode node = node(config().withIdleTimeout(Duration.ofMillis(200)));
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      session.ask(tokens(0, 0, false, 1, 2));
    }
    await().untilAsserted(() -> assertThat(node.server().sessions()).isZero());
    try (RawSession session = new RawSession(network, node)) {
      assertThat(session.opened(1).nextPosition()).isZero();
    }
  }

  @Test
  void aChannelThatLeavesWorkUnpaidAgainAndAgainIsTurnedAway() {
    TestNode node = node(config());
    for (int i = 0; i <= config().maxUnpaidChunks(); i++) {
      try (RawSession session = new RawSession(network, node)) {
        session.opened(i);
        session.ask(tokens(0, 0, false, 1, 2));
        assertThat(session.ask(new ClientMessage.Close())).isInstanceOf(ServerMessage.Closed.class);
      }
    }
    try (RawSession session = new RawSession(network, node)) {
      assertFault(
          session.ask(RawSession.open(network, node, 99)), ErrorCode.UNPAID, "another channel");
    }
  }

  @Test
  void aFullNodeSaysSo() {
    TestNode node = node(config().withMaxSessions(1));
    try (RawSession first = new RawSession(network, node);
        RawSession second = new RawSession(network, node)) {
      first.opened(1);
      assertFault(
          second.ask(RawSession.open(network, node, 2)), ErrorCode.BUSY, "choose another node");
    }
  }

  @Test
  void hundredsOfStreamsMayBeCutOnOneConnection() {
    TestNode node = node(config().withMaxSessions(1000));
    for (int nonce = 1; nonce <= 250; nonce++) {
      try (RawSession session = new RawSession(network, node)) {
        session.opened(nonce);
      }
    }
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1000);
      assertThat(session.ask(tokens(0, 0, false, 1))).isInstanceOf(ServerMessage.StepResult.class);
    }
  }

  @Test
  void aSessionLongerThanTheContextIsRefused() {
    TestNode node = node(config());
    ClientMessage.Open honest = RawSession.open(network, node, 1);
    ClientMessage.Open tooLong =
        new ClientMessage.Open(
            honest.channelId(),
            honest.payerNonce(),
            honest.samplingHash(),
            honest.shard(),
            513,
            honest.pricePerGcuWei(),
            honest.proof(),
            honest.delegation(),
            honest.sampling(),
            honest.adapter(),
            honest.earlierTokens(),
            honest.auditable(),
            Optional.empty());
    try (RawSession session = new RawSession(network, node)) {
      assertFault(session.ask(tooLong), ErrorCode.PROMPT_TOO_LONG, "max_positions is 513");
    }
  }

  @Test
  void anOversizedFrameCutsItsStreamAndNoOther() {
    TestNode node = node(config());
    try (RawSession honest = new RawSession(network, node);
        RawSession session = new RawSession(network, node)) {
      honest.opened(1);
      session.opened(2);
      ByteString rows = ByteString.copyFrom(new byte[Protocol.MAX_FRAME_BYTES + 4]);
      session.send(new ClientMessage.Step(0, 0, List.of(), rows, false, false));
      assertThatExceptionOfType(PeerzException.class)
          .isThrownBy(session::receive)
          .matches(e -> e.code() == ErrorCode.PEER_UNREACHABLE);
      assertThat(honest.ask(tokens(0, 0, false, 1))).isInstanceOf(ServerMessage.StepResult.class);
    }
  }

  @Test
  void garbageOnThePortHarmsNobody() throws IOException {
    TestNode node = node(config());
    byte[] garbage = new byte[10_000];
    new SecureRandom().nextBytes(garbage);
    garbage[0] = 'G'; // no TLS record begins so
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.address().port());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      out.write(garbage);
      out.flush();
      assertThat(readToEnd(in)).isLessThan(100);
    }
    assertThat(network.clients().describe(node.address(), PATIENCE).nodeId())
        .isEqualTo(node.nodeId());
  }

  /** Bytes until the server hangs up, politely or by reset. */
  private static int readToEnd(InputStream in) {
    try {
      return in.readAllBytes().length;
    } catch (IOException reset) {
      return 0;
    }
  }

  @Test
  void aFrameThatCannotBeReadEndsItsStream() {
    TestNode node = node(config());
    HttpClientOptions blind =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setSsl(true)
            .setUseAlpn(true)
            .setTrustAll(true)
            .setVerifyHost(false);
    GrpcClient client = GrpcClient.client(network.vertx(), blind);
    Promise<Void> ended = Promise.promise();
    client
        .request(SocketAddress.inetSocketAddress(node.address().port(), "127.0.0.1"))
        .onSuccess(
            request -> {
              request.fullMethodName("peerz.shard.v1.Shard/Session");
              request.exceptionHandler(cause -> ended.tryComplete());
              request
                  .response()
                  .onFailure(cause -> ended.tryComplete())
                  .onSuccess(response -> response.endHandler(done -> ended.tryComplete()));
              request.write(Buffer.buffer(new byte[] {-1, -1, -1, -1, -1}));
            });

    LoopbackNetwork.await(ended.future());

    LoopbackNetwork.await(client.close());
    assertThat(node.server().sessions()).isZero();
  }

  @Test
  void aPortInUseIsNamed() {
    TestNode node = node(config());
    int port = node.address().port();
    TestNode second = network.node(LoopbackNetwork.TOY_MODEL, new ToyEngine(0, 2));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> second.start(ServeConfig.on("127.0.0.1", port)))
        .withRootCauseInstanceOf(BindException.class)
        .withStackTraceContaining("cannot listen on 127.0.0.1:" + port);
  }

  @Test
  void goodPayersAreForgivenALostChunkNowAndThen() {
    TestNode node = node(config());
    for (int i = 0; i < 3 * config().maxUnpaidChunks(); i++) {
      try (RawSession session = new RawSession(network, node)) {
        session.opened(i);
        for (int seq = 0; seq < 10; seq++) {
          ServerMessage.Receipt receipt = session.receiptFor(tokens(seq, seq, true, 1));
          session.send(session.honestPayment(receipt));
        }
        session.ask(tokens(10, 10, false, 1));
        session.ask(new ClientMessage.Close());
      }
    }
    assertThat(node.desk().receipts()).hasSize(90);
  }

  @Test
  void aChannelThatClosesSoonBuysNoNewWorkButMayPayForOld() {
    TestNode node = node(config());
    long soon = Instant.now().plusSeconds(60).getEpochSecond();
    try (RawSession session = new RawSession(network, node)) {
      session.opened(1);
      ServerMessage.Receipt first = session.receiptFor(tokens(0, 0, true, 1, 2));
      ServerMessage.Receipt second = session.receiptFor(tokens(1, 2, true, 3));
      node.desk().requestClose(node.channelId(), soon);
      session.send(session.payment(first));
      session.send(session.payment(second));
      assertFault(session.ask(tokens(2, 3, false, 4)), ErrorCode.BAD_REQUEST, "open another one");
      await().untilAsserted(() -> assertThat(node.desk().receipts()).hasSize(2));
    }
    try (RawSession session = new RawSession(network, node)) {
      assertFault(
          session.ask(RawSession.open(network, node, 2)),
          ErrorCode.BAD_REQUEST,
          "the channel closes");
    }
  }

  @Test
  void onlyTheHeadSamples() {
    try (RawSession session = new RawSession(network, node(config()))) {
      session.opened(1);
      assertFault(
          session.ask(new ClientMessage.Step(0, 0, List.of(1), ByteString.EMPTY, true, false)),
          ErrorCode.BAD_REQUEST,
          "only the last shard samples");
    }
  }
}
