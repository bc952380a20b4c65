package io.peerz.finetune.wire;

import io.peerz.inference.wire.CannotListen;
import io.peerz.inference.wire.TlsIdentity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import java.util.Set;
import java.util.function.Consumer;

/** Services of this module on a port of their own, under the node's TLS key. */
public final class TlsGrpcServer {
  private static final int MAX_STREAMS_PER_CONNECTION = 64;

  private final HttpServer http;
  private final String host;
  private final int port;

  /**
   * Makes a server that does not listen yet; port 0 picks a free one.
   *
   * @param services adds the methods
   */
  public TlsGrpcServer(
      Vertx vertx, TlsIdentity tls, String host, int port, Consumer<GrpcServer> services) {
    this.host = host;
    this.port = port;
    GrpcServer grpc =
        GrpcServer.server(
            vertx, new GrpcServerOptions().setMaxMessageSize(BlobProtocol.MAX_MESSAGE_BYTES));
    services.accept(grpc);
    this.http =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost(host)
                    .setPort(port)
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(tls.keyCertOptions())
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                    .setInitialSettings(
                        new Http2Settings().setMaxConcurrentStreams(MAX_STREAMS_PER_CONNECTION)))
            .requestHandler(grpc);
  }

  /** Listens; the result is the port. */
  public Future<Integer> start() {
    return http.listen()
        .map(HttpServer::actualPort)
        .recover(cause -> Future.failedFuture(CannotListen.on(host, port, cause)));
  }

  public Future<Void> stop() {
    return http.close();
  }
}
