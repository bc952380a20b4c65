package io.peerz.devnet.explorer;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/** The built web app from the class path; a line in its place where it was not built. */
final class Pages {
  private static final String ROOT = "io/peerz/devnet/explorer/web";
  private static final String NOT_BUILT =
      "<!doctype html><title>Peerz</title><p>This build has no explorer pages: they were skipped"
          + " (-Dexplorer.skip). Build again without it.";

  void addTo(Router router) {
    if (Pages.class.getResource("/" + ROOT + "/index.html") == null) {
      router
          .get("/")
          .handler(
              request -> request.response().putHeader("content-type", "text/html").end(NOT_BUILT));
      return;
    }
    router.get("/").handler(Pages::neverKeep);
    router.get("/index.html").handler(Pages::neverKeep);
    router.get("/*").handler(StaticHandler.create(ROOT).setDirectoryListing(false));
  }

  /** The page names its scripts by content, so only the page itself must be fresh. */
  private static void neverKeep(RoutingContext request) {
    request.addHeadersEndHandler(
        ignored -> request.response().putHeader("cache-control", "no-cache"));
    request.next();
  }
}
