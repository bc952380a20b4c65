package io.peerz.inference.wire;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connections to other nodes, one client per address, so that each trusts one key only. Calls to
 * one node share its connection. Thread-safe; nothing here blocks.
 */
public final class PinnedClients implements AutoCloseable {
  private static final int MAX_NODES = 4096;

  private final Vertx vertx;
  private final Duration connectTimeout;
  private final int maxMessageBytes;
  private final Detour detour;
  private final Map<NodeAddress, GrpcClient> clients = new ConcurrentHashMap<>();

  /**
   * Makes no connection yet.
   *
   * @param maxMessageBytes longest message that is accepted from a node
   */
  public PinnedClients(Vertx vertx, Duration connectTimeout, int maxMessageBytes) {
    this.vertx = vertx;
    this.connectTimeout = connectTimeout;
    this.maxMessageBytes = maxMessageBytes;
    this.detour = Detour.installed();
  }

  /** The client for {@code node}; nothing is sent before the first call. */
  public GrpcClient to(NodeAddress node) {
    if (clients.size() >= MAX_NODES && !clients.containsKey(node)) {
      close(); // re-dialling is cheaper than keeping thousands of connections
    }
    return clients.computeIfAbsent(node, this::newClient);
  }

  /** Where its calls go: to the node, or into the emulated link that leads there. */
  public SocketAddress way(NodeAddress node) {
    return detour.to(node);
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
    return GrpcClient.client(
        vertx, new GrpcClientOptions().setMaxMessageSize(maxMessageBytes), http);
  }

  @Override
  public void close() {
    clients.values().forEach(GrpcClient::close);
    clients.clear();
  }
}
