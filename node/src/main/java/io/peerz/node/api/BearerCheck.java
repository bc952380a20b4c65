package io.peerz.node.api;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Lets only holders of the API key in; compares in constant time. */
public final class BearerCheck implements Handler<RoutingContext> {
  private static final String SCHEME = "Bearer ";
  private static final ErrorReply REFUSED =
      new ErrorReply(
          401, "invalid_api_key", "missing or wrong API key; send Authorization: Bearer KEY", null);

  private final byte[] key;

  public BearerCheck(String key) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void handle(RoutingContext request) {
    String header = request.request().getHeader("authorization");
    if (header != null && header.startsWith(SCHEME) && matches(header.substring(SCHEME.length()))) {
      request.next();
    } else {
      REFUSED.send(request.response());
    }
  }

  private boolean matches(String given) {
    return MessageDigest.isEqual(key, given.strip().getBytes(StandardCharsets.UTF_8));
  }
}
