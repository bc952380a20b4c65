package io.peerz.node.api.ledger;

import io.peerz.node.api.Caller;
import io.peerz.node.api.RequestHandler;
import io.peerz.node.gateway.Gateway;
import io.peerz.node.gateway.SwarmReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /peerz/v1/swarm}: the nodes as this gateway measures them, and the route of now. */
public final class SwarmRoute implements RequestHandler {
  private final Gateway gateway;

  public SwarmRoute(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public void handle(RoutingContext request, Caller caller) {
    request.json(shape(gateway.swarm()));
  }

  private static JsonObject shape(SwarmReport swarm) {
    JsonArray offers = new JsonArray();
    swarm.offers().forEach(offer -> offers.add(shape(offer)));
    JsonArray route = new JsonArray();
    swarm
        .route()
        .forEach(
            stop ->
                route.add(
                    new JsonObject()
                        .put("nodeId", stop.nodeId().hex())
                        .put("layerStart", stop.layerStart())
                        .put("layerEnd", stop.layerEnd())));
    return new JsonObject()
        .put("schema", "peerz.swarm/1")
        .put("model", swarm.model())
        .put("modelId", swarm.modelId().hex())
        .put("layers", swarm.layers())
        .put("offers", offers)
        .put("route", route)
        .put("routeMicros", swarm.routeMicros())
        .put("standbys", swarm.standbys())
        .put("problem", swarm.problem());
  }

  private static JsonObject shape(SwarmReport.Seen offer) {
    return new JsonObject()
        .put("nodeId", offer.nodeId().hex())
        .put("operator", offer.operator().hex())
        .put("stakeWei", offer.stakeWei().toString())
        .put("layerStart", offer.layerStart())
        .put("layerEnd", offer.layerEnd())
        .put("oneWayMicros", offer.oneWayMicros())
        .put("prefillNanosPerLayerToken", offer.prefillNanosPerLayerToken())
        .put("nanosPerLayerToken", offer.nanosPerLayerToken())
        .put("queuedTokens", offer.queuedTokens())
        .put("pricePerGcuWei", offer.pricePerGcuWei().toString());
  }
}
