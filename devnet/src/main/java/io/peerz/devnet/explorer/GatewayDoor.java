package io.peerz.devnet.explorer;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;

/** The gateway's API under the pages' own address. */
final class GatewayDoor {
  static final String FILES = "/v1/files";

  private final Forwarder forwarder;
  private final URI gateway;

  GatewayDoor(Forwarder forwarder, URI gateway) {
    this.forwarder = forwarder;
    this.gateway = gateway;
  }

  void addTo(Router router) {
    router.post(FILES).handler(new UploadDoor(forwarder, gateway)::pass);
    router.route("/v1/*").handler(this::pass);
    router.route("/peerz/v1/fine_tuning/*").handler(this::pass);
    router.route("/peerz/v1/credit").handler(this::pass);
    router.get("/peerz/v1/swarm").handler(this::pass);
    router
        .get("/api/v1/gateway")
        .handler(request -> forwarder.forward(request, gateway.resolve("/readyz"), "the gateway"));
    router.get("/peerz/v1/jobs").handler(this::pass);
    router.get("/peerz/v1/channels").handler(this::pass);
  }

  private void pass(RoutingContext request) {
    forwarder.forward(request, gateway.resolve(request.request().uri()), "the gateway");
  }
}
