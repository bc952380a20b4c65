package io.peerz.node.api;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;

/** {@code GET /openapi.json}: the description of this API, for programs that make clients of it. */
public final class OpenApiRoute implements Handler<RoutingContext> {
  private static final String RESOURCE = "/openapi.json";

  private final Buffer document;

  public OpenApiRoute() {
    this.document = Buffer.buffer(read());
  }

  @Override
  public void handle(RoutingContext request) {
    request.response().putHeader("content-type", "application/json").end(document);
  }

  private static byte[] read() {
    try (InputStream in = OpenApiRoute.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new PeerzException(ErrorCode.BUG, RESOURCE + " is missing in this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot read " + RESOURCE, e);
    }
  }
}
