package io.peerz.finetune.wire;

import io.peerz.finetune.blob.BlobSource;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.PinnedClients;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Connections to blob holders. */
public final class BlobClients implements AutoCloseable {
  private final Duration timeout;
  private final PinnedClients clients;

  /** Gives each answer {@code timeout} to arrive. */
  public BlobClients(Vertx vertx, Duration timeout) {
    this.timeout = timeout;
    this.clients = new PinnedClients(vertx, timeout, BlobProtocol.MAX_MESSAGE_BYTES);
  }

  /** The blobs of {@code holder}; nothing is sent before the first question. */
  public BlobSource at(NodeAddress holder) {
    return new RemoteBlobs(clients, holder, timeout);
  }

  @Override
  public void close() {
    clients.close();
  }
}
