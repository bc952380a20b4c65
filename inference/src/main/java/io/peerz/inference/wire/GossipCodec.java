package io.peerz.inference.wire;

import io.peerz.inference.wire.proto.GossipFrames;
import io.peerz.proof.announce.ShardAnnouncement;
import io.peerz.proof.announce.ShardNotice;
import io.peerz.proof.announce.SignedNotice;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/** Exchanges about the swarm as frames and back. */
public final class GossipCodec {
  /** Most nodes that one message speaks of. */
  public static final int MAX_NODES = 4096;

  private static final int VERSION = 1;
  private static final Fields FIELDS = new Fields(ErrorCode.PEER_MISBEHAVED);

  private GossipCodec() {}

  public static GossipFrames.Gossiped encode(GossipMessage message) {
    GossipFrames.Gossiped.Builder frame =
        GossipFrames.Gossiped.newBuilder().setProtocol(VERSION).setAsks(message.asks());
    message
        .known()
        .forEach(
            known ->
                frame.addKnown(
                    GossipFrames.Known.newBuilder()
                        .setNodeKey(known.nodeKey())
                        .setSeq(known.seq())));
    message.notices().forEach(signed -> frame.addNotices(encode(signed)));
    return frame.addAllWanted(message.wanted()).build();
  }

  /** Refuses with PEER_MISBEHAVED whatever breaks a bound. */
  public static GossipMessage decode(GossipFrames.Gossiped in) {
    FIELDS.that(in.getProtocol() == VERSION, "gossip of version " + in.getProtocol());
    FIELDS.count("known size", in.getKnownCount(), MAX_NODES);
    FIELDS.count("notices size", in.getNoticesCount(), MAX_NODES);
    FIELDS.count("wanted size", in.getWantedCount(), MAX_NODES);
    return new GossipMessage(
        in.getAsks(),
        in.getKnownList().stream()
            .map(known -> new GossipMessage.Known(known.getNodeKey(), known.getSeq()))
            .toList(),
        in.getNoticesList().stream().map(GossipCodec::decode).toList(),
        in.getWantedList());
  }

  private static GossipFrames.Notice encode(SignedNotice signed) {
    ShardNotice notice = signed.notice();
    ShardAnnouncement said = notice.announcement();
    return GossipFrames.Notice.newBuilder()
        .setNodeId(Fields.bytes(said.nodeId()))
        .setModelId(Fields.bytes(said.modelId()))
        .setLayerStart(said.layerStart())
        .setLayerEnd(said.layerEnd())
        .setProfile(said.profile())
        .setPricePerGcuWei(Fields.bytes(said.pricePerGcuWei()))
        .setSeq(said.seq())
        .setValidUntilSeconds(said.validUntilSeconds())
        .setEndpointHash(Fields.bytes(said.endpointHash()))
        .setPrefillNanosPerLayerToken((int) notice.prefillNanosPerLayerToken())
        .setDecodeNanosPerLayerToken((int) notice.decodeNanosPerLayerToken())
        .setQueuedTokens(notice.queuedTokens())
        .setGone(notice.gone())
        .setLifeMillis(notice.lifeMillis())
        .setSignature(Fields.bytes(signed.signature()))
        .build();
  }

  /** Whatever is wrong with a notice, the peer that passed it on is to blame. */
  private static SignedNotice decode(GossipFrames.Notice in) {
    try {
      return new SignedNotice(notice(in), FIELDS.signature("signature", in.getSignature()));
    } catch (PeerzException e) {
      throw new PeerzException(ErrorCode.PEER_MISBEHAVED, "a bad notice: " + e.getMessage(), e);
    }
  }

  private static ShardNotice notice(GossipFrames.Notice in) {
    return new ShardNotice(
        announcement(in),
        Integer.toUnsignedLong(in.getPrefillNanosPerLayerToken()),
        Integer.toUnsignedLong(in.getDecodeNanosPerLayerToken()),
        in.getQueuedTokens(),
        in.getGone(),
        in.getLifeMillis());
  }

  private static ShardAnnouncement announcement(GossipFrames.Notice in) {
    return new ShardAnnouncement(
        FIELDS.digest("node_id", in.getNodeId()),
        FIELDS.digest("model_id", in.getModelId()),
        in.getLayerStart(),
        in.getLayerEnd(),
        in.getProfile(),
        FIELDS.amount("price_per_gcu_wei", in.getPricePerGcuWei()),
        FIELDS.digest("endpoint_hash", in.getEndpointHash()),
        in.getSeq(),
        in.getValidUntilSeconds());
  }
}
