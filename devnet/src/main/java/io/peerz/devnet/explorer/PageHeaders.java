package io.peerz.devnet.explorer;

import io.vertx.ext.web.Router;
import java.util.Map;

/** Headers that keep the pages to themselves: nothing from elsewhere, in nobody's frame. */
final class PageHeaders {
  private static final Map<String, String> HEADERS =
      Map.of(
          "content-security-policy",
          "default-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none';"
              + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "x-content-type-options",
          "nosniff",
          "referrer-policy",
          "no-referrer",
          "cross-origin-opener-policy",
          "same-origin");

  void addTo(Router router) {
    router
        .route()
        .handler(
            request -> {
              HEADERS.forEach(request.response()::putHeader);
              request.next();
            });
  }
}
