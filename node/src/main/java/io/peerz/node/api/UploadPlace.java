package io.peerz.node.api;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.file.Path;

/**
 * A path at which files may be uploaded.
 *
 * @param folder where they lie until the request is answered
 * @param maxBytes of a whole request
 */
public record UploadPlace(String path, Path folder, long maxBytes) {
  Handler<RoutingContext> handler() {
    return BodyHandler.create(folder.toString())
        .setBodyLimit(maxBytes)
        .setDeleteUploadedFilesOnEnd(true);
  }
}
