package io.peerz.node.api;

import io.vertx.ext.web.RoutingContext;

/** Serves one request on a virtual thread, where it may block; a failure becomes an error reply. */
@FunctionalInterface
public interface RequestHandler {
  void handle(RoutingContext request, Caller caller);
}
