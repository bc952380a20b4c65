package io.peerz.inference.wire;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import com.google.protobuf.ByteString;
import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import io.peerz.proof.voucher.Delegation;
import io.peerz.proof.voucher.SessionKey;
import io.peerz.proof.voucher.VoucherCodec;
import java.util.Optional;

/** What clients say, as frames and back. Decoding is the server's first line of defence. */
public final class ClientCodec {
  private static final int MAX_POSITIONS = 1 << 24;
  private static final int MAX_UINT40_BITS = 40;
  private static final Fields FIELDS = new Fields(BAD_REQUEST);

  private ClientCodec() {}

  public static Frames.ClientFrame encode(ClientMessage message) {
    Frames.ClientFrame.Builder frame = Frames.ClientFrame.newBuilder();
    return switch (message) {
      case ClientMessage.Open open -> frame.setOpen(encodeOpen(open)).build();
      case ClientMessage.Step step -> frame.setStep(encodeStep(step)).build();
      case ClientMessage.Pay pay -> frame.setPay(encodePay(pay)).build();
      case ClientMessage.Close() -> frame.setClose(Frames.Close.getDefaultInstance()).build();
      case ClientMessage.Ring ring -> frame.setRing(RingCodec.encode(ring)).build();
      case ClientMessage.Halt(int confirmed) ->
          frame.setHalt(Frames.Halt.newBuilder().setConfirmed(confirmed)).build();
      case ClientMessage.Ping() -> frame.setPing(Frames.Ping.getDefaultInstance()).build();
    };
  }

  /** Refuses with BAD_REQUEST whatever breaks a bound. */
  public static ClientMessage decode(Frames.ClientFrame frame) {
    return switch (frame.getKindCase()) {
      case OPEN -> decodeOpen(frame.getOpen());
      case STEP -> decodeStep(frame.getStep());
      case PAY -> decodePay(frame.getPay());
      case CLOSE -> new ClientMessage.Close();
      case RING -> RingCodec.decode(frame.getRing(), FIELDS);
      case HALT ->
          new ClientMessage.Halt(
              FIELDS.count("confirmed", frame.getHalt().getConfirmed(), MAX_POSITIONS));
      case PING -> new ClientMessage.Ping();
      case KIND_NOT_SET ->
          throw new PeerzException(
              BAD_REQUEST, "a frame of unknown kind; the client may be newer than this node");
    };
  }

  private static Frames.Open encodeOpen(ClientMessage.Open open) {
    Frames.Open.Builder out =
        Frames.Open.newBuilder()
            .setProtocol(Protocol.VERSION)
            .setChannelId(Fields.bytes(open.channelId()))
            .setPayerNonce(Fields.bytes(open.payerNonce()))
            .setSamplingHash(Fields.bytes(open.samplingHash()))
            .setModelId(Fields.bytes(open.shard().modelId()))
            .setLayerStart(open.shard().layerStart())
            .setLayerEnd(open.shard().layerEnd())
            .setMaxPositions(open.maxPositions())
            .setPricePerGcuWei(Fields.bytes(open.pricePerGcuWei()))
            .setProof(Fields.bytes(open.proof()))
            .addAllEarlierTokens(open.earlierTokens())
            .setAuditable(open.auditable());
    open.delegation().ifPresent(delegation -> out.setDelegation(encodeDelegation(delegation)));
    open.sampling().ifPresent(params -> out.setSampling(SamplingCodec.encode(params)));
    open.adapter().ifPresent(adapter -> out.setAdapter(encodeAdapter(adapter)));
    open.ringKey().ifPresent(key -> out.setRingKey(Fields.bytes(key)));
    return out.build();
  }

  private static ClientMessage.Open decodeOpen(Frames.Open in) {
    FIELDS.that(
        in.getProtocol() == Protocol.VERSION,
        "protocol " + in.getProtocol() + ", but this node speaks " + Protocol.VERSION);
    Digest channelId = FIELDS.digest("channel_id", in.getChannelId());
    FIELDS.count("earlier_tokens size", in.getEarlierTokensCount(), MAX_POSITIONS);
    return new ClientMessage.Open(
        channelId,
        FIELDS.digest("payer_nonce", in.getPayerNonce()),
        FIELDS.digest("sampling_hash", in.getSamplingHash()),
        new ShardId(
            FIELDS.digest("model_id", in.getModelId()), in.getLayerStart(), in.getLayerEnd()),
        FIELDS.count("max_positions", in.getMaxPositions(), MAX_POSITIONS),
        FIELDS.amount("price_per_gcu_wei", in.getPricePerGcuWei()),
        FIELDS.signature("proof", in.getProof()),
        in.hasDelegation()
            ? Optional.of(decodeDelegation(in.getDelegation(), channelId))
            : Optional.empty(),
        in.hasSampling()
            ? Optional.of(SamplingCodec.decode(in.getSampling(), FIELDS))
            : Optional.empty(),
        in.hasAdapter() ? Optional.of(decodeAdapter(in.getAdapter())) : Optional.empty(),
        in.getEarlierTokensList(),
        in.getAuditable(),
        in.getRingKey().isEmpty()
            ? Optional.empty()
            : Optional.of(FIELDS.digest("ring_key", in.getRingKey())));
  }

  private static Frames.Adapter encodeAdapter(AdapterRef adapter) {
    return Frames.Adapter.newBuilder()
        .setJobId(Fields.bytes(adapter.jobId()))
        .setRoot(Fields.bytes(adapter.root()))
        .build();
  }

  private static AdapterRef decodeAdapter(Frames.Adapter in) {
    return new AdapterRef(
        FIELDS.digest("adapter.job_id", in.getJobId()),
        FIELDS.digest("adapter.root", in.getRoot()));
  }

  private static Frames.Delegation encodeDelegation(Delegation delegation) {
    SessionKey key = delegation.sessionKey();
    return Frames.Delegation.newBuilder()
        .setKey(ByteString.copyFrom(key.key().bytes()))
        .setMaxAmountWei(Fields.bytes(key.maxAmountWei()))
        .setValidUntilSeconds(key.validUntilSeconds())
        .setPayerSignature(Fields.bytes(delegation.payerSig()))
        .build();
  }

  private static Delegation decodeDelegation(Frames.Delegation in, Digest channelId) {
    FIELDS.that(in.getKey().size() == Address.LENGTH, "a session key is an address of 20 bytes");
    FIELDS.that(
        in.getValidUntilSeconds() >>> MAX_UINT40_BITS == 0, "valid_until_seconds is too large");
    return new Delegation(
        new SessionKey(
            channelId,
            Address.of(in.getKey().toByteArray()),
            FIELDS.amount("max_amount_wei", in.getMaxAmountWei()),
            in.getValidUntilSeconds()),
        FIELDS.signature("payer_signature", in.getPayerSignature()));
  }

  static Frames.Step encodeStep(ClientMessage.Step step) {
    return Frames.Step.newBuilder()
        .setSeq((int) step.seq())
        .setPosStart(step.posStart())
        .addAllTokens(step.tokens())
        .setRows(step.rows())
        .setSample(step.sample())
        .setCloseChunk(step.closeChunk())
        .addAllDrafts(step.drafts())
        .build();
  }

  static ClientMessage.Step decodeStep(Frames.Step in) {
    FIELDS.count("tokens size", in.getTokensCount(), Protocol.MAX_STEP_POSITIONS);
    FIELDS.that(
        in.getTokensCount() == 0 || in.getRows().isEmpty(), "a step has tokens or rows, not both");
    FIELDS.that(in.getRows().size() % Float.BYTES == 0, "rows are whole float32 values");
    FIELDS.count("drafts size", in.getDraftsCount(), Protocol.MAX_DRAFTS);
    return new ClientMessage.Step(
        FIELDS.count("seq", in.getSeq(), Integer.MAX_VALUE),
        FIELDS.count("pos_start", in.getPosStart(), MAX_POSITIONS),
        in.getTokensList(),
        in.getRows(),
        in.getSample(),
        in.getCloseChunk(),
        in.getDraftsList());
  }

  private static Frames.Pay encodePay(ClientMessage.Pay pay) {
    return Frames.Pay.newBuilder()
        .setSeq((int) pay.seq())
        .setOnTime(pay.onTime())
        .setRequesterSignature(Fields.bytes(pay.requesterSig()))
        .setVoucher(ByteString.copyFrom(VoucherCodec.encode(pay.voucher())))
        .build();
  }

  private static ClientMessage.Pay decodePay(Frames.Pay in) {
    return new ClientMessage.Pay(
        FIELDS.count("seq", in.getSeq(), Integer.MAX_VALUE),
        in.getOnTime(),
        FIELDS.signature("requester_signature", in.getRequesterSignature()),
        VoucherCodec.decode(in.getVoucher().toByteArray()));
  }
}
