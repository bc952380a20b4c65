package io.peerz.finetune.wire;

import io.peerz.finetune.blob.BlobSource;
import io.peerz.inference.wire.TlsIdentity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The blob service on a port of its own, under the node's TLS key. */
public final class BlobServer {
  private final TlsGrpcServer server;

  /** Makes a server that does not listen yet; port 0 picks a free one. */
  public BlobServer(Vertx vertx, TlsIdentity tls, String host, int port, BlobSource blobs) {
    this.server = new TlsGrpcServer(vertx, tls, host, port, new BlobService(vertx, blobs)::mount);
  }

  /** Listens; the result is the port. */
  public Future<Integer> start() {
    return server.start();
  }

  public Future<Void> stop() {
    return server.stop();
  }
}
