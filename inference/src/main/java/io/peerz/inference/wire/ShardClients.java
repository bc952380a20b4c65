package io.peerz.inference.wire;

import io.peerz.inference.wire.proto.Frames;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Connections to shard servers. The methods block: call them on virtual threads. */
public final class ShardClients implements AutoCloseable {
  private final Vertx vertx;
  private final Duration connectTimeout;
  private final PinnedClients clients;

  public ShardClients(Vertx vertx, Duration connectTimeout) {
    this.vertx = vertx;
    this.connectTimeout = connectTimeout;
    this.clients = new PinnedClients(vertx, connectTimeout, Protocol.MAX_FRAME_BYTES);
  }

  /** Opens a session stream; fails with PEER_UNREACHABLE, or PEER_MISBEHAVED for a wrong key. */
  public SessionStream openStream(NodeAddress node) {
    return openStream(node, Optional.empty());
  }

  /**
   * The same as a part of somebody's trace.
   *
   * @param traceparent in W3C's form
   */
  public SessionStream openStream(NodeAddress node, Optional<String> traceparent) {
    return SessionStream.open(
        node,
        clients.way(node),
        vertx.getOrCreateContext(),
        clients.to(node),
        connectTimeout,
        traceparent);
  }

  /**
   * Opens the way from one hop of a ring to the next.
   *
   * @param onBroken hears once when the way breaks
   */
  public PushStream openPush(RingSeat next, Consumer<PeerzException> onBroken) {
    return PushStream.open(
        next,
        clients.way(next.address()),
        vertx.getOrCreateContext(),
        clients.to(next.address()),
        connectTimeout,
        onBroken);
  }

  /** Asks a node for its prices, load and service times. */
  public NodeDescription describe(NodeAddress node, Duration timeout) {
    Future<Frames.DescribeReply> reply =
        clients
            .to(node)
            .request(clients.way(node), Protocol.clientDescribe())
            .compose(request -> request.send(Frames.DescribeRequest.getDefaultInstance()))
            .compose(response -> response.last());
    return DescriptionCodec.decode(Blocking.await(reply, node, timeout));
  }

  /**
   * Asks a node for a part of what it kept of a chunk; NOT_FOUND if it has nothing to show.
   *
   * @param digest of the chunk's receipt
   */
  public Frames.KeptReply kept(NodeAddress node, Digest digest, int offset, Duration timeout) {
    Frames.KeptRequest question =
        Frames.KeptRequest.newBuilder()
            .setReceiptDigest(Fields.bytes(digest))
            .setOffset(offset)
            .build();
    Future<Frames.KeptReply> reply =
        clients
            .to(node)
            .request(clients.way(node), Protocol.clientKept())
            .compose(request -> request.send(question))
            .compose(response -> response.last())
            .recover(refused -> Future.failedFuture(absentOr(node, refused)));
    return Blocking.await(reply, node, timeout);
  }

  private static Throwable absentOr(NodeAddress node, Throwable refused) {
    boolean absent =
        refused instanceof InvalidStatusException status
            && status.actualStatus() == GrpcStatus.NOT_FOUND;
    return absent
        ? new PeerzException(ErrorCode.NOT_FOUND, node + " has not kept that chunk", refused)
        : refused;
  }

  @Override
  public void close() {
    clients.close();
  }
}
