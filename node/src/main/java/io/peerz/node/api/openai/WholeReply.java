package io.peerz.node.api.openai;

import io.vertx.core.http.HttpServerResponse;

/** A finished answer, ready to be sent, once or again. */
record WholeReply(String route, String costWei, String body) {
  void send(HttpServerResponse response) {
    response
        .putHeader("content-type", "application/json")
        .putHeader("x-peerz-route", route)
        .putHeader("x-peerz-cost", costWei)
        .end(body);
  }
}
