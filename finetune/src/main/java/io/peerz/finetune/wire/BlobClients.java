package io.peerz.finetune.wire;

import io.peerz.finetune.blob.BlobSource;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.PinnedTrust;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.TrustOptions;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Connections to blob holders, one client per address, so that each trusts one key only. */
public final class BlobClients implements AutoCloseable {
  private static final int MAX_HOLDERS = 1024;

  private final Vertx vertx;
  private final Duration timeout;
  private final Map<NodeAddress, GrpcClient> clients = new ConcurrentHashMap<>();

  /** Gives each answer {@code timeout} to arrive. */
  public BlobClients(Vertx vertx, Duration timeout) {
    this.vertx = vertx;
    this.timeout = timeout;
  }

  /** The blobs of {@code holder}; nothing is sent before the first question. */
  public BlobSource at(NodeAddress holder) {
    if (clients.size() >= MAX_HOLDERS && !clients.containsKey(holder)) {
      close(); // re-dialling is cheaper than keeping thousands of connections
    }
    return new RemoteBlobs(clients.computeIfAbsent(holder, this::newClient), holder, timeout);
  }

  private GrpcClient newClient(NodeAddress holder) {
    HttpClientOptions http =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setSsl(true)
            .setUseAlpn(true)
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
            .setTrustOptions(TrustOptions.wrap(new PinnedTrust(holder.spkiHash())))
            .setVerifyHost(false) // the pin alone says who answers
            .setConnectTimeout(Math.toIntExact(timeout.toMillis()));
    GrpcClientOptions grpc =
        new GrpcClientOptions().setMaxMessageSize(BlobProtocol.MAX_MESSAGE_BYTES);
    return GrpcClient.client(vertx, grpc, http);
  }

  @Override
  public void close() {
    clients.values().forEach(GrpcClient::close);
    clients.clear();
  }
}
