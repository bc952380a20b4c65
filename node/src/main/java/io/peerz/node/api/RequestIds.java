package io.peerz.node.api;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names every request, on every reply and in the log; a client may bring its own name. */
final class RequestIds implements Handler<RoutingContext> {
  private static final String HEADER = "x-request-id";
  private static final Pattern ACCEPTED = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  @Override
  public void handle(RoutingContext request) {
    String given = request.request().getHeader(HEADER);
    String id =
        given != null && ACCEPTED.matcher(given).matches() ? given : UUID.randomUUID().toString();
    request.put(HEADER, id);
    request.response().putHeader(HEADER, id);
    request.next();
  }

  static String of(RoutingContext request) {
    return request.get(HEADER);
  }
}
