package io.peerz.node.api;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Keeps web pages of others from spending the payer's money through the payer's own browser: a
 * request that names an origin is refused, and so is a body that a form could send.
 */
final class BrowserGuard implements Handler<RoutingContext> {
  private static final ErrorReply FOREIGN =
      new ErrorReply(
          403,
          "origin_not_allowed",
          "web pages may not call this server; call it from a program",
          null);
  private static final ErrorReply NOT_JSON =
      new ErrorReply(
          415,
          "unsupported_media_type",
          "the body must be JSON; send Content-Type: application/json",
          null);

  @Override
  public void handle(RoutingContext request) {
    if (request.request().getHeader("origin") != null) {
      FOREIGN.send(request.response());
    } else if (request.body().length() > 0 && !isJson(request)) {
      NOT_JSON.send(request.response());
    } else {
      request.next();
    }
  }

  private static boolean isJson(RoutingContext request) {
    String type = request.request().getHeader("content-type");
    return type != null && type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json");
  }
}
