package io.peerz.inference.wire;

import io.peerz.inference.wire.proto.Frames;
import io.peerz.inference.wire.proto.GossipFrames;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.TrustOptions;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Connections to shard servers, one client per node address, so that each trusts one key only.
 * Sessions with one node share its connection. The methods block: call them on virtual threads.
 */
public final class ShardClients implements AutoCloseable {
  private static final int MAX_NODES = 4096;

  private final Vertx vertx;
  private final Duration connectTimeout;
  private final Detour detour;
  private final Map<NodeAddress, GrpcClient> clients = new ConcurrentHashMap<>();

  public ShardClients(Vertx vertx, Duration connectTimeout) {
    this.vertx = vertx;
    this.connectTimeout = connectTimeout;
    this.detour = Detour.installed();
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
        detour.to(node),
        vertx.getOrCreateContext(),
        client(node),
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
        detour.to(next.address()),
        vertx.getOrCreateContext(),
        client(next.address()),
        connectTimeout,
        onBroken);
  }

  /** Asks a node for its prices, load and service times. */
  public NodeDescription describe(NodeAddress node, Duration timeout) {
    Future<Frames.DescribeReply> reply =
        client(node)
            .request(detour.to(node), Protocol.clientDescribe())
            .compose(request -> request.send(Frames.DescribeRequest.getDefaultInstance()))
            .compose(response -> response.last());
    return DescriptionCodec.decode(Blocking.await(reply, node, timeout));
  }

  /** Tells a node what is known of the swarm and hears what it knows. */
  public GossipMessage exchange(NodeAddress node, GossipMessage message, Duration timeout) {
    Future<GossipFrames.Gossiped> reply =
        client(node)
            .request(detour.to(node), Protocol.clientGossip())
            .compose(request -> request.send(GossipCodec.encode(message)))
            .compose(response -> response.last());
    return GossipCodec.decode(Blocking.await(reply, node, timeout));
  }

  @Override
  public void close() {
    clients.values().forEach(GrpcClient::close);
    clients.clear();
  }

  private GrpcClient client(NodeAddress node) {
    if (clients.size() >= MAX_NODES && !clients.containsKey(node)) {
      close(); // a swarm this large is re-dialled rather than kept
    }
    return clients.computeIfAbsent(node, this::newClient);
  }

  private GrpcClient newClient(NodeAddress node) {
    HttpClientOptions http =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setSsl(true)
            .setUseAlpn(true)
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
            .setTrustOptions(TrustOptions.wrap(new PinnedTrust(node.spkiHash())))
            .setVerifyHost(false) // the pin alone says who answers
            .setTcpNoDelay(true)
            .setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()));
    GrpcClientOptions grpc = new GrpcClientOptions().setMaxMessageSize(Protocol.MAX_FRAME_BYTES);
    return GrpcClient.client(vertx, grpc, http);
  }
}
