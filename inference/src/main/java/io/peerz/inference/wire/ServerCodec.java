package io.peerz.inference.wire;

import static io.peerz.proof.error.ErrorCode.PEER_MISBEHAVED;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.ReceiptCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What servers say, as frames and back. Decoding protects the client from the server. */
public final class ServerCodec {
  private static final int MAX_POSITIONS = 1 << 24;
  private static final int MAX_MESSAGE_CHARS = 500;
  private static final int MAX_RETRY_MILLIS = 60_000;
  private static final long MAX_QUOTED_NANOS = 1_000_000_000L;
  private static final int MAX_QUOTED_QUEUE = 1 << 20;
  private static final Fields FIELDS = new Fields(PEER_MISBEHAVED);

  private ServerCodec() {}

  public static Frames.ServerFrame encode(ServerMessage message) {
    Frames.ServerFrame.Builder frame = Frames.ServerFrame.newBuilder();
    return switch (message) {
      case ServerMessage.Opened opened -> frame.setOpened(encodeOpened(opened)).build();
      case ServerMessage.StepResult result -> frame.setResult(encodeResult(result)).build();
      case ServerMessage.Receipt receipt -> frame.setReceipt(encodeReceipt(receipt)).build();
      case ServerMessage.Fault fault -> frame.setFault(encodeFault(fault)).build();
      case ServerMessage.Closed closed ->
          frame.setClosed(Frames.Closed.newBuilder().setReceipts((int) closed.receipts())).build();
      case ServerMessage.Ringed() -> frame.setRinged(Frames.Ringed.getDefaultInstance()).build();
      case ServerMessage.Halted halted ->
          frame
              .setHalted(
                  Frames.Halted.newBuilder()
                      .setReceipts((int) halted.receipts())
                      .setPosition(halted.position()))
              .build();
      case ServerMessage.Pong pong ->
          frame
              .setPong(
                  Frames.Pong.newBuilder()
                      .setPosition(pong.position())
                      .setWorking(pong.working())
                      .setWaitsForPay(pong.waitsForPay()))
              .build();
    };
  }

  /** Refuses with PEER_MISBEHAVED whatever breaks a bound. */
  public static ServerMessage decode(Frames.ServerFrame frame) {
    return switch (frame.getKindCase()) {
      case OPENED -> decodeOpened(frame.getOpened());
      case RESULT -> decodeResult(frame.getResult());
      case RECEIPT -> decodeReceipt(frame.getReceipt());
      case FAULT -> decodeFault(frame.getFault());
      case CLOSED ->
          new ServerMessage.Closed(Integer.toUnsignedLong(frame.getClosed().getReceipts()));
      case RINGED -> new ServerMessage.Ringed();
      case HALTED ->
          new ServerMessage.Halted(
              Integer.toUnsignedLong(frame.getHalted().getReceipts()),
              FIELDS.count("position", frame.getHalted().getPosition(), MAX_POSITIONS));
      case PONG ->
          new ServerMessage.Pong(
              FIELDS.count("position", frame.getPong().getPosition(), MAX_POSITIONS),
              frame.getPong().getWorking(),
              frame.getPong().getWaitsForPay());
      case KIND_NOT_SET -> throw new PeerzException(PEER_MISBEHAVED, "a frame of unknown kind");
    };
  }

  /** A receipt as bytes for the signing journal, without the leaves. */
  public static byte[] encodeBytes(ServerMessage.Receipt receipt) {
    return encodeReceipt(receipt.withLeaves(List.of())).toByteArray();
  }

  /** Reads what {@link #encodeBytes} wrote. */
  public static ServerMessage.Receipt decodeBytes(byte[] bytes) {
    try {
      return decodeReceipt(Frames.ReceiptFrame.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new PeerzException(ErrorCode.BUG, "the signing journal holds a broken receipt", e);
    }
  }

  private static Frames.Opened encodeOpened(ServerMessage.Opened opened) {
    return Frames.Opened.newBuilder()
        .setSessionId(Fields.bytes(opened.sessionId()))
        .setNextSeq((int) opened.nextSeq())
        .setNextPosition(opened.nextPosition())
        .setPricePerGcuWei(Fields.bytes(opened.pricePerGcuWei()))
        .setAcceptedAmountWei(Fields.bytes(opened.acceptedAmountWei()))
        .setAcceptedMacs(Fields.bytes(opened.acceptedMacs()))
        .setQuote(encodeQuote(opened.quote()))
        .build();
  }

  private static Frames.Quote encodeQuote(Quote quote) {
    return Frames.Quote.newBuilder()
        .setPrefillNanosPerLayerToken(quote.prefillNanosPerLayerToken())
        .setDecodeNanosPerLayerToken(quote.decodeNanosPerLayerToken())
        .setQueuedTokens(quote.queuedTokens())
        .build();
  }

  private static Quote decodeQuote(Frames.Quote in) {
    long prefill = in.getPrefillNanosPerLayerToken();
    long decode = in.getDecodeNanosPerLayerToken();
    FIELDS.that(
        prefill >= 0 && prefill <= MAX_QUOTED_NANOS && decode >= 0 && decode <= MAX_QUOTED_NANOS,
        "a quote is at most a second per layer and token");
    return new Quote(
        prefill, decode, FIELDS.count("queued_tokens", in.getQueuedTokens(), MAX_QUOTED_QUEUE));
  }

  private static ServerMessage.Opened decodeOpened(Frames.Opened in) {
    return new ServerMessage.Opened(
        FIELDS.digest("session_id", in.getSessionId()),
        FIELDS.count("next_seq", in.getNextSeq(), Integer.MAX_VALUE),
        FIELDS.count("next_position", in.getNextPosition(), MAX_POSITIONS),
        FIELDS.amount("price_per_gcu_wei", in.getPricePerGcuWei()),
        FIELDS.amount("accepted_amount_wei", in.getAcceptedAmountWei()),
        FIELDS.amount("accepted_macs", in.getAcceptedMacs()),
        decodeQuote(in.getQuote()));
  }

  private static Frames.StepResult encodeResult(ServerMessage.StepResult result) {
    Frames.StepResult.Builder frame = Frames.StepResult.newBuilder();
    result.logprobs().ifPresent(logprobs -> frame.setLogprobs(LogprobsCodec.encode(logprobs)));
    return frame
        .setPosStart(result.posStart())
        .setRows(result.rows())
        .addAllTokens(result.tokens())
        .setQueueMicros(saturated(result.queueMicros()))
        .setComputeMicros(saturated(result.computeMicros()))
        .build();
  }

  private static ServerMessage.StepResult decodeResult(Frames.StepResult in) {
    FIELDS.count("tokens size", in.getTokensCount(), Protocol.MAX_STEP_POSITIONS);
    FIELDS.that(in.getRows().size() % Float.BYTES == 0, "rows are whole float32 values");
    return new ServerMessage.StepResult(
        FIELDS.count("pos_start", in.getPosStart(), MAX_POSITIONS),
        in.getRows(),
        in.getTokensList(),
        Integer.toUnsignedLong(in.getQueueMicros()),
        Integer.toUnsignedLong(in.getComputeMicros()),
        in.hasLogprobs()
            ? Optional.of(LogprobsCodec.decode(in.getLogprobs(), FIELDS))
            : Optional.empty());
  }

  static Frames.ReceiptFrame encodeReceipt(ServerMessage.Receipt receipt) {
    return Frames.ReceiptFrame.newBuilder()
        .setNodeReceipt(ByteString.copyFrom(ReceiptCodec.encode(receipt.signed())))
        .setSalt(Fields.bytes(receipt.salt()))
        .setOutputLeaves(LeafBytes.join(receipt.outputLeaves()))
        .build();
  }

  static ServerMessage.Receipt decodeReceipt(Frames.ReceiptFrame in) {
    FIELDS.that(
        in.getOutputLeaves().size() % Digest.LENGTH == 0, "output_leaves are whole digests");
    return new ServerMessage.Receipt(
        ReceiptCodec.decodeNode(in.getNodeReceipt().toByteArray()),
        FIELDS.digest("salt", in.getSalt()),
        LeafBytes.split(in.getOutputLeaves()));
  }

  static Frames.Fault encodeFault(ServerMessage.Fault fault) {
    return Frames.Fault.newBuilder()
        .setCode(fault.code().name())
        .setMessage(shortened(fault.message()))
        .setRetryAfterMillis(fault.retryAfterMillis())
        .build();
  }

  static ServerMessage.Fault decodeFault(Frames.Fault in) {
    return new ServerMessage.Fault(
        codeNamed(in.getCode()),
        printable(shortened(in.getMessage())),
        FIELDS.count("retry_after_millis", in.getRetryAfterMillis(), MAX_RETRY_MILLIS));
  }

  private static ErrorCode codeNamed(String name) {
    List<ErrorCode> all = Arrays.asList(ErrorCode.values());
    return all.stream().filter(c -> c.name().equals(name)).findFirst().orElse(PEER_MISBEHAVED);
  }

  private static String shortened(String message) {
    return message.length() <= MAX_MESSAGE_CHARS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARS);
  }

  /** A stranger's text goes to logs and terminals: no control characters. */
  private static String printable(String message) {
    return message.replaceAll("\\p{Cntrl}", " ");
  }

  private static int saturated(long micros) {
    return (int) Math.min(micros, Integer.MAX_VALUE);
  }
}
