package io.peerz.node.api;

import io.peerz.inference.wire.CannotListen;
import io.peerz.node.data.HostPort;
import io.peerz.node.lifecycle.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An HTTP server with what all of ours share: a request id on every reply, bounded bodies, and JSON
 * for every error, the router's own included.
 */
public final class HttpService {
  private static final long MAX_BODY_BYTES = 1 << 20;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final int IDLE_SECONDS = 300;

  private final Vertx vertx;
  private final HostPort listen;
  private final WebPolicy policy;
  private final Consumer<Router> routes;
  private final Optional<UploadPlace> uploads;
  private HttpServer server;

  /** A server for programs, not for web pages. */
  public HttpService(Vertx vertx, HostPort listen, Consumer<Router> routes) {
    this(vertx, listen, WebPolicy.NO_PAGES, routes, Optional.empty());
  }

  /** The same, for the pages that a policy lets in. */
  public HttpService(Vertx vertx, HostPort listen, WebPolicy policy, Consumer<Router> routes) {
    this(vertx, listen, policy, routes, Optional.empty());
  }

  /** For programs, taking larger files at one path. */
  public HttpService(
      Vertx vertx, HostPort listen, Consumer<Router> routes, Optional<UploadPlace> uploads) {
    this(vertx, listen, WebPolicy.NO_PAGES, routes, uploads);
  }

  /** The same, for the pages that a policy lets in. */
  public HttpService(
      Vertx vertx,
      HostPort listen,
      WebPolicy policy,
      Consumer<Router> routes,
      Optional<UploadPlace> uploads) {
    this.vertx = vertx;
    this.listen = listen;
    this.policy = policy;
    this.routes = routes;
    this.uploads = uploads;
  }

  /** Listens; PORT_IN_USE when something else does. Blocking. */
  public void start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setIdleTimeout(IDLE_SECONDS)
            // A large reply that is ready before an upgrade is done would be sent in both versions.
            .setHttp2ClearTextEnabled(false)
            .setCompressionSupported(policy.ownPages());
    server = vertx.createHttpServer(options).requestHandler(router());
    Waiting.on(
        server
            .listen(listen.port(), listen.host())
            .recover(
                cause ->
                    Future.failedFuture(CannotListen.on(listen.host(), listen.port(), cause))));
  }

  /** The real port, also where 0 was asked for. */
  public int port() {
    return server.actualPort();
  }

  /** Closes all connections; again is a no-op. Blocking. */
  public void stop() {
    if (server != null) {
      Waiting.on(server.close());
      server = null;
    }
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.route().handler(new RequestIds());
    uploads.ifPresent(place -> router.post(place.path()).handler(place.handler()));
    router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    router.route().handler(new BrowserGuard(policy, listen));
    routes.accept(router);
    router.errorHandler(404, refusal(404, "unknown_url", "there is nothing at this path"));
    router.errorHandler(
        405, refusal(405, "method_not_allowed", "this path does not take this method"));
    router.errorHandler(
        413,
        refusal(
            413,
            "body_too_large",
            "the body is larger than 1 MiB, or a file larger than 64 MiB; send less"));
    router.errorHandler(400, refusal(400, "bad_request", "the request cannot be read"));
    router.errorHandler(500, request -> ErrorReply.internal().send(request.response()));
    return router;
  }

  private static Handler<RoutingContext> refusal(int status, String code, String message) {
    ErrorReply reply = new ErrorReply(status, code, message, null);
    return request -> reply.send(request.response());
  }
}
