package io.peerz.node.api;

import io.peerz.node.data.HostPort;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps web pages of others from spending the payer's money through the payer's own browser: a
 * request that names an origin which is not allowed is refused, and so is a body that a form could
 * send. A server with pages answers only under names that no stranger's DNS can point at it.
 */
final class BrowserGuard implements Handler<RoutingContext> {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final ErrorReply FOREIGN =
      new ErrorReply(
          403,
          "origin_not_allowed",
          "this web page may not call this server; call it from a program, or allow the page's"
              + " origin",
          null);
  private static final ErrorReply WRONG_HOST =
      new ErrorReply(
          421, "wrong_host", "this server does not answer under that name; use its address", null);
  private static final ErrorReply NOT_JSON =
      new ErrorReply(
          415,
          "unsupported_media_type",
          "the body must be JSON; send Content-Type: application/json",
          null);

  private final WebPolicy policy;
  private final HostPort listen;

  BrowserGuard(WebPolicy policy, HostPort listen) {
    this.policy = policy;
    this.listen = listen;
  }

  @Override
  public void handle(RoutingContext request) {
    String origin = request.request().getHeader("origin");
    if (policy.ownPages() && !isOurName(request)) {
      WRONG_HOST.send(request.response());
    } else if (origin != null && !isOwn(request, origin) && !policy.origins().contains(origin)) {
      FOREIGN.send(request.response());
    } else {
      allow(request, origin);
    }
  }

  private void allow(RoutingContext request, String origin) {
    if (origin != null && policy.origins().contains(origin)) {
      addCors(request.response(), origin);
      if (request.request().method().equals(HttpMethod.OPTIONS)) {
        request.response().setStatusCode(204).end();
        return;
      }
    }
    if (request.body().length() > 0 && !isJson(request)) {
      NOT_JSON.send(request.response());
    } else {
      request.next();
    }
  }

  private boolean isOurName(RoutingContext request) {
    if (request.request().authority() == null) {
      return false;
    }
    String host = request.request().authority().host().toLowerCase(Locale.ROOT);
    return LOOPBACK.contains(host) || host.equals(listen.host());
  }

  private boolean isOwn(RoutingContext request, String origin) {
    return policy.ownPages() && origin.equals("http://" + request.request().authority());
  }

  private static void addCors(HttpServerResponse response, String origin) {
    response
        .putHeader("access-control-allow-origin", origin)
        .putHeader("vary", "origin")
        .putHeader("access-control-allow-methods", "GET, POST, DELETE")
        .putHeader("access-control-allow-headers", "authorization, content-type, idempotency-key")
        .putHeader(
            "access-control-expose-headers",
            "x-request-id, x-peerz-route, x-peerz-cost, retry-after")
        .putHeader("access-control-max-age", "600");
  }

  private static boolean isJson(RoutingContext request) {
    String type = request.request().getHeader("content-type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
  }
}
