package io.peerz.inference.wire;

import com.google.protobuf.ByteString;
import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.util.Optional;

/** The frames that join sessions to a ring. */
final class RingCodec {
  private static final int MAX_CHUNK_TOKENS = 64;
  private static final int MAX_STOP_TOKENS = 256;
  private static final int MAX_HOST_CHARS = 253;
  private static final int MAX_LAYERS = 0xffff;
  private static final int MAX_PORT = 0xffff;

  private RingCodec() {}

  static Frames.Ring encode(ClientMessage.Ring ring) {
    RingSeat next = ring.next();
    Frames.Ring.Builder out =
        Frames.Ring.newBuilder()
            .setNextHost(next.address().host())
            .setNextPort(next.address().port())
            .setNextSpkiHash(Fields.bytes(next.address().spkiHash()))
            .setNextSessionId(Fields.bytes(next.sessionId()))
            .setNextLayerStart(next.shard().layerStart())
            .setNextLayerEnd(next.shard().layerEnd())
            .setNextModelId(Fields.bytes(next.shard().modelId()))
            .setNextKey(Fields.bytes(next.key()))
            .setChunkTokens(ring.chunkTokens())
            .addAllStopTokens(ring.stopTokens())
            .setMaxDrafts(ring.maxDrafts());
    ring.previousSigner()
        .ifPresent(signer -> out.setPreviousSigner(ByteString.copyFrom(signer.bytes())));
    return out.build();
  }

  static ClientMessage.Ring decode(Frames.Ring in, Fields fields) {
    fields.that(
        !in.getNextHost().isBlank() && in.getNextHost().length() <= MAX_HOST_CHARS,
        "next_host is empty or too long");
    fields.that(in.getNextPort() > 0 && in.getNextPort() <= MAX_PORT, "next_port is no port");
    fields.count("stop_tokens size", in.getStopTokensCount(), MAX_STOP_TOKENS);
    fields.that(
        in.getChunkTokens() > 0 && in.getChunkTokens() <= MAX_CHUNK_TOKENS,
        "chunk_tokens must be 1 to " + MAX_CHUNK_TOKENS);
    NodeAddress address =
        new NodeAddress(
            in.getNextHost(),
            in.getNextPort(),
            fields.digest("next_spki_hash", in.getNextSpkiHash()));
    RingSeat next =
        new RingSeat(
            address,
            fields.digest("next_session_id", in.getNextSessionId()),
            shard(
                fields.digest("next_model_id", in.getNextModelId()),
                in.getNextLayerStart(),
                in.getNextLayerEnd(),
                fields),
            fields.digest("next_key", in.getNextKey()));
    return new ClientMessage.Ring(
        next,
        signer(in.getPreviousSigner(), fields),
        in.getChunkTokens(),
        in.getStopTokensList(),
        fields.count("max_drafts", in.getMaxDrafts(), Protocol.MAX_DRAFTS));
  }

  static Frames.Attach encodeAttach(RingSeat seat) {
    return Frames.Attach.newBuilder()
        .setProtocol(Protocol.VERSION)
        .setSessionId(Fields.bytes(seat.sessionId()))
        .setModelId(Fields.bytes(seat.shard().modelId()))
        .setLayerStart(seat.shard().layerStart())
        .setLayerEnd(seat.shard().layerEnd())
        .setKey(Fields.bytes(seat.key()))
        .build();
  }

  static PushMessage.Attach decodeAttach(Frames.Attach in, Fields fields) {
    fields.that(in.getProtocol() == Protocol.VERSION, "another protocol");
    return new PushMessage.Attach(
        fields.digest("session_id", in.getSessionId()),
        shard(
            fields.digest("model_id", in.getModelId()),
            in.getLayerStart(),
            in.getLayerEnd(),
            fields),
        fields.digest("key", in.getKey()));
  }

  private static ShardId shard(Digest modelId, int layerStart, int layerEnd, Fields fields) {
    fields.count("layer_start", layerStart, MAX_LAYERS);
    fields.count("layer_end", layerEnd, MAX_LAYERS);
    fields.that(layerStart < layerEnd, "a shard has at least one layer");
    return new ShardId(modelId, layerStart, layerEnd);
  }

  private static Optional<Address> signer(ByteString bytes, Fields fields) {
    fields.that(bytes.isEmpty() || bytes.size() == Address.LENGTH, "previous_signer is an address");
    return bytes.isEmpty() ? Optional.empty() : Optional.of(Address.of(bytes.toByteArray()));
  }
}
