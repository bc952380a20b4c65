package io.peerz.inference.session;

import static io.peerz.proof.error.ErrorCode.INSUFFICIENT_FUNDS;
import static io.peerz.proof.error.ErrorCode.PEER_MISBEHAVED;

import io.peerz.inference.route.Hop;
import io.peerz.inference.route.Offer;
import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.RingSeat;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.inference.wire.SessionIds;
import io.peerz.inference.wire.SessionStream;
import io.peerz.inference.wire.ShardClients;
import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.util.List;
import java.util.Optional;

/** Opens a session at one node after another, all under one nonce of the payer. */
final class HopOpener {
  private final ShardClients clients;
  private final Purse purse;
  private final Domain domain;
  private final SessionConfig config;
  private final GenerationRequest request;
  private final Digest payerNonce;

  HopOpener(
      ShardClients clients,
      Purse purse,
      Domain domain,
      SessionConfig config,
      GenerationRequest request,
      Digest payerNonce) {
    this.clients = clients;
    this.purse = purse;
    this.domain = domain;
    this.config = config;
    this.request = request;
    this.payerNonce = payerNonce;
  }

  /**
   * Opens a hop.
   *
   * @param earlierTokens tokens of the answer that another head has drawn
   */
  HopClient open(Hop hop, List<Integer> earlierTokens) throws HopFailed {
    try {
      PayerChannel channel = purse.channel(hop.offer().nodeId());
      requireAffordable(hop.offer(), channel);
      return open(hop, openMessage(hop, channel, earlierTokens, Optional.empty()));
    } catch (PeerzException e) {
      throw HopFailed.unlessCancelled(e);
    }
  }

  /**
   * Opens a hop for a ring.
   *
   * @param key what the hop before will show
   */
  RingHop openRing(Hop hop, List<Integer> earlierTokens, Digest key) throws HopFailed {
    try {
      PayerChannel channel = purse.channel(hop.offer().nodeId());
      requireAffordable(hop.offer(), channel);
      ClientMessage.Open open = openMessage(hop, channel, earlierTokens, Optional.of(key));
      Opening opening = begin(hop, open);
      RingSeat seat = new RingSeat(address(hop), open.sessionId(), open.shard(), key);
      return new RingHop(hop, opening.promise(), seat, opening.stream(), opening.ledger(), purse);
    } catch (PeerzException e) {
      throw HopFailed.unlessCancelled(e);
    }
  }

  private record Opening(
      SessionStream stream, HopConversation conversation, HopLedger ledger, Promise promise) {}

  private HopClient open(Hop hop, ClientMessage.Open open) {
    Opening opening = begin(hop, open);
    long asked = System.nanoTime();
    opening.conversation().ask(new ClientMessage.Ping(), ServerMessage.Pong.class);
    Promise promise = opening.promise().closer(System.nanoTime() - asked);
    return new HopClient(hop, request, opening.conversation(), opening.ledger(), promise, purse);
  }

  private Opening begin(Hop hop, ClientMessage.Open open) {
    SessionStream stream = clients.openStream(address(hop), request.traceparent());
    HopConversation conversation = new HopConversation(stream, config);
    try {
      long asked = System.nanoTime();
      ServerMessage.Opened opened = conversation.ask(open, ServerMessage.Opened.class);
      Promise promise = Promise.of(hop, opened.quote(), System.nanoTime() - asked);
      requireFresh(opened, open);
      HopLedger ledger =
          new HopLedger(
              request, hop, open.sessionId(), open.channelId(), opened.pricePerGcuWei(), domain);
      return new Opening(stream, conversation, ledger, promise);
    } catch (PeerzException e) {
      conversation.cut();
      throw e;
    }
  }

  private ClientMessage.Open openMessage(
      Hop hop, PayerChannel channel, List<Integer> earlierTokens, Optional<Digest> ringKey) {
    boolean head = request.drawsAt(hop.layerEnd());
    Digest samplingHash = request.sampling().hash();
    Digest sessionId =
        SessionIds.sessionId(channel.channelId(), payerNonce, samplingHash, request.adapter());
    return new ClientMessage.Open(
        channel.channelId(),
        payerNonce,
        samplingHash,
        new ShardId(request.modelId(), hop.layerStart(), hop.layerEnd()),
        request.maxPositions(),
        hop.offer().pricePerGcuWei(),
        purse.countersign(SessionIds.openDigest(sessionId, hop.offer().nodeId())),
        channel.delegation(),
        head ? Optional.of(request.sampling()) : Optional.empty(),
        request.adapter(),
        head ? earlierTokens : List.of(),
        request.auditable(),
        ringKey);
  }

  private static NodeAddress address(Hop hop) {
    Offer offer = hop.offer();
    return new NodeAddress(offer.host(), offer.port(), offer.spkiHash());
  }

  private static void requireAffordable(Offer offer, PayerChannel channel) {
    Require.that(
        offer.pricePerGcuWei().compareTo(channel.maxPricePerGcuWei()) <= 0,
        INSUFFICIENT_FUNDS,
        "node "
            + offer.nodeId().shortHex()
            + " asks "
            + offer.pricePerGcuWei()
            + " wei per GCU, above the limit of "
            + channel.maxPricePerGcuWei()
            + "; raise the limit or choose another node");
  }

  private static void requireFresh(ServerMessage.Opened opened, ClientMessage.Open open) {
    Require.that(
        opened.sessionId().equals(open.sessionId())
            && opened.nextSeq() == 0
            && opened.nextPosition() == 0,
        PEER_MISBEHAVED,
        "the node opened another session than it was asked for; try another node");
    Require.that(
        opened.pricePerGcuWei().compareTo(open.pricePerGcuWei()) <= 0,
        PEER_MISBEHAVED,
        "the node asks "
            + opened.pricePerGcuWei()
            + " wei per GCU after offering "
            + open.pricePerGcuWei()
            + "; try another node");
  }
}
