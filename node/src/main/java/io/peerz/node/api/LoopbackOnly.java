package io.peerz.node.api;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;

/** Lets only callers on this machine in. */
public final class LoopbackOnly implements Handler<RoutingContext> {
  private static final ErrorReply REFUSED =
      new ErrorReply(
          403, "local_only", "only a program on the gateway's own machine may do this", null);

  @Override
  public void handle(RoutingContext request) {
    String from = request.request().remoteAddress().hostAddress();
    if (from != null && InetAddress.ofLiteral(from).isLoopbackAddress()) {
      request.next();
    } else {
      REFUSED.send(request.response());
    }
  }
}
