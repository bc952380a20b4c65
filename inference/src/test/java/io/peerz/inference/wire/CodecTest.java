package io.peerz.inference.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.sign.SigningKey;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SessionKey;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CodecTest {
  private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
  private static final Digest ID = Keccak.hash("id");
  private static final Signature SIGNATURE = KEY.sign(ID);
  private static final BigInteger BIG = BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE);
  private static final Delegation DELEGATION =
      new Delegation(new SessionKey(ID, KEY.address(), BIG, 1L << 39), SIGNATURE);

  private static ClientMessage.Open open() {
    SamplingParams params =
        new SamplingParams(0.7, 0.9, 40, 0.05, -3, 99, 1.1, 0.2, 0.3, Map.of(5, -1.5));
    return new ClientMessage.Open(
        ID,
        Keccak.hash("nonce"),
        params.hash(),
        new ShardId(ID, 3, 9),
        4096,
        BIG,
        SIGNATURE,
        Optional.of(DELEGATION),
        Optional.of(params),
        Optional.of(new AdapterRef(Keccak.hash("job"), Keccak.hash("root"))),
        List.of(1, 2, 3),
        true,
        Optional.empty());
  }

  private static void assertRoundTrip(ClientMessage message) {
    assertThat(ClientCodec.decode(ClientCodec.encode(message))).isEqualTo(message);
  }

  private static void assertRefused(Frames.ClientFrame frame, String text) {
    assertThatExceptionOfType(PeerzException.class)
        .isThrownBy(() -> ClientCodec.decode(frame))
        .matches(e -> e.code() == ErrorCode.BAD_REQUEST)
        .withMessageContaining(text);
  }

  @Test
  void everyClientMessageSurvivesTheWire() {
    assertRoundTrip(open());
    assertRoundTrip(
        new ClientMessage.Step(
            7, 12, List.of(), ByteString.copyFrom(new byte[] {1, 2, 3, 4}), false, true));
    assertRoundTrip(new ClientMessage.Step(7, 12, List.of(5, 6), ByteString.EMPTY, true, false));
    assertRoundTrip(
        new ClientMessage.Step(0, 12, List.of(5), ByteString.EMPTY, true, false, List.of(6, 7)));
    assertRoundTrip(new ClientMessage.Halt(17));
    Voucher voucher = new Voucher(ID, BIG, BIG, ID);
    assertRoundTrip(
        new ClientMessage.Pay(
            3, true, SIGNATURE, new SignedVoucher(voucher, SIGNATURE, Optional.of(DELEGATION))));
    assertRoundTrip(new ClientMessage.Close());
  }

  @Test
  void everyServerMessageSurvivesTheWire() {
    List<ServerMessage> messages =
        List.of(
            new ServerMessage.Opened(ID, 3, 40, BIG, BIG, BigInteger.ZERO, new Quote(5, 6, 7)),
            new ServerMessage.StepResult(4, ByteString.copyFrom(new byte[8]), List.of(), 5, 6),
            new ServerMessage.StepResult(4, ByteString.EMPTY, List.of(31), 5, 6),
            new ServerMessage.Fault(ErrorCode.BUSY, "later", 50),
            new ServerMessage.Closed(4));
    assertThat(messages)
        .allSatisfy(
            message ->
                assertThat(ServerCodec.decode(ServerCodec.encode(message))).isEqualTo(message));
  }

  @Test
  void lengthsAndCountsOutOfBoundsAreRefused() {
    Frames.Open good = ClientCodec.encode(open()).getOpen();
    ByteString shortId = ByteString.copyFrom(new byte[31]);
    assertRefused(frame(good.toBuilder().setChannelId(shortId)), "channel_id length is 31");
    assertRefused(frame(good.toBuilder().setProof(shortId)), "proof length is 31");
    assertRefused(frame(good.toBuilder().setLayerStart(9)), "layerStart is 9");
    assertRefused(frame(good.toBuilder().setLayerEnd(-1)), "layerEnd");
    assertRefused(frame(good.toBuilder().setMaxPositions(-1)), "max_positions is 4294967295");
    assertRefused(
        frame(good.toBuilder().setPricePerGcuWei(ByteString.copyFrom(new byte[17]))),
        "price_per_gcu_wei length is 17");
    assertRefused(frame(good.toBuilder().setProtocol(1)), "protocol 1");
  }

  @Test
  void aStepHasTokensOrWholeRowsAndNotTooMany() {
    Frames.Step step = Frames.Step.newBuilder().addTokens(1).build();
    ByteString row = ByteString.copyFrom(new byte[4]);
    assertRefused(frame(step.toBuilder().setRows(row)), "not both");
    assertRefused(
        frame(Frames.Step.newBuilder().setRows(ByteString.copyFrom(new byte[3]))), "float32");
    Frames.Step.Builder long1025 = Frames.Step.newBuilder();
    for (int i = 0; i < 1025; i++) {
      long1025.addTokens(1);
    }
    assertRefused(frame(long1025), "tokens size is 1025");
  }

  @Test
  void aFaultCannotBlameTheCallerOrPaintTheTerminal() {
    ServerMessage.Fault fault =
        (ServerMessage.Fault)
            ServerCodec.decode(
                Frames.ServerFrame.newBuilder()
                    .setFault(
                        Frames.Fault.newBuilder()
                            .setCode("WRONG_PASSWORD")
                            .setMessage("\u001b[2Jhello" + "x".repeat(1000)))
                    .build());
    assertThat(fault.message()).hasSize(500).doesNotContain("\u001b");
    assertThat(fault.toException("n").code()).isEqualTo(ErrorCode.PEER_MISBEHAVED);
  }

  @Property(tries = 500)
  void randomBytesNeverEscapeAsAnythingButARefusal(@ForAll @Size(max = 200) byte[] bytes) {
    try {
      ClientCodec.decode(Frames.ClientFrame.parseFrom(bytes));
    } catch (InvalidProtocolBufferException | PeerzException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
    try {
      ServerCodec.decode(Frames.ServerFrame.parseFrom(bytes));
    } catch (InvalidProtocolBufferException | PeerzException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }

  private static Frames.ClientFrame frame(Frames.Open.Builder open) {
    return Frames.ClientFrame.newBuilder().setOpen(open).build();
  }

  private static Frames.ClientFrame frame(Frames.Step.Builder step) {
    return Frames.ClientFrame.newBuilder().setStep(step).build();
  }
}
