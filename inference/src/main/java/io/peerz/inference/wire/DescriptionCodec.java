package io.peerz.inference.wire;

import static io.peerz.proof.error.ErrorCode.PEER_MISBEHAVED;

import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.id.ShardId;

/** The answer to Describe as a frame and back. */
public final class DescriptionCodec {
  private static final int MAX_PROFILE = 255;
  private static final int MAX_QUEUED_TOKENS = 1 << 20;
  private static final long MAX_NANOS = 1_000_000_000L;
  private static final Fields FIELDS = new Fields(PEER_MISBEHAVED);

  private DescriptionCodec() {}

  public static Frames.DescribeReply encode(NodeDescription description) {
    Frames.DescribeReply.Builder reply =
        Frames.DescribeReply.newBuilder()
            .setProtocol(Protocol.VERSION)
            .setNodeId(Fields.bytes(description.nodeId()))
            .setFreeSessions(description.freeSessions());
    description.shards().forEach(shard -> reply.addShards(encodeShard(shard)));
    return reply.build();
  }

  /** Refuses with PEER_MISBEHAVED whatever breaks a bound. */
  static NodeDescription decode(Frames.DescribeReply in) {
    FIELDS.that(
        in.getProtocol() == Protocol.VERSION,
        "the node speaks protocol " + in.getProtocol() + ", this client " + Protocol.VERSION);
    FIELDS.count("shards size", in.getShardsCount(), Protocol.MAX_SHARDS);
    return new NodeDescription(
        FIELDS.digest("node_id", in.getNodeId()),
        in.getShardsList().stream().map(DescriptionCodec::decodeShard).toList(),
        FIELDS.count("free_sessions", in.getFreeSessions(), Integer.MAX_VALUE));
  }

  private static Frames.ShardInfo encodeShard(NodeDescription.Shard shard) {
    return Frames.ShardInfo.newBuilder()
        .setModelId(Fields.bytes(shard.shard().modelId()))
        .setLayerStart(shard.shard().layerStart())
        .setLayerEnd(shard.shard().layerEnd())
        .setProfile(shard.profile())
        .setPricePerGcuWei(Fields.bytes(shard.pricePerGcuWei()))
        .setMaxPositions(shard.maxPositions())
        .setPrefillNanosPerLayerToken(shard.prefillNanosPerLayerToken())
        .setDecodeNanosPerLayerToken(shard.decodeNanosPerLayerToken())
        .setQueuedTokens(shard.queuedTokens())
        .build();
  }

  private static NodeDescription.Shard decodeShard(Frames.ShardInfo in) {
    return new NodeDescription.Shard(
        new ShardId(
            FIELDS.digest("model_id", in.getModelId()), in.getLayerStart(), in.getLayerEnd()),
        FIELDS.count("profile", in.getProfile(), MAX_PROFILE),
        FIELDS.amount("price_per_gcu_wei", in.getPricePerGcuWei()),
        FIELDS.count("max_positions", in.getMaxPositions(), Integer.MAX_VALUE),
        nanos(in.getPrefillNanosPerLayerToken()),
        nanos(in.getDecodeNanosPerLayerToken()),
        FIELDS.count("queued_tokens", in.getQueuedTokens(), MAX_QUEUED_TOKENS));
  }

  private static long nanos(long value) {
    FIELDS.that(value >= 0 && value <= MAX_NANOS, "a service time above one second per token");
    return value;
  }
}
