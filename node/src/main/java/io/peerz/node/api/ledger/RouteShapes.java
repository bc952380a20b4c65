package io.peerz.node.api.ledger;

import io.peerz.inference.route.Explanation;
import io.peerz.inference.route.Hop;
import io.peerz.inference.route.Leg;
import io.peerz.inference.route.Offer;
import io.peerz.inference.route.Rival;
import io.peerz.inference.route.RouteRequest;
import io.peerz.node.gateway.ExplainedRoute;
import io.peerz.node.gateway.RouteChoice;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** How an explained route looks in a reply; times are of the whole request, in nanoseconds. */
final class RouteShapes {
  private RouteShapes() {}

  static JsonObject of(ExplainedRoute route) {
    Explanation why = route.explanation();
    RouteChoice choice = route.choice();
    JsonArray legs = new JsonArray();
    why.legs().forEach(leg -> legs.add(leg(leg, choice)));
    JsonArray rivals = new JsonArray();
    why.rivals().forEach(rival -> rivals.add(rival(rival, choice)));
    return new JsonObject()
        .put("schema", "peerz.route/1")
        .put("sessionId", route.sessionId())
        .put("chosenAtSeconds", route.chosenAtSeconds())
        .put("request", request(choice.request()))
        .put("aim", choice.throughput() ? "throughput" : "latency")
        .put("offers", choice.offers().size())
        .put("totalNanos", why.totalNanos())
        .put("legs", legs)
        .put("standbys", standbys(choice))
        .put("rivals", rivals)
        .put("uncovered", new JsonArray(why.uncovered()))
        .put("problem", route.problem());
  }

  private static JsonObject request(RouteRequest request) {
    return new JsonObject()
        .put("modelId", request.modelId().hex())
        .put("layers", request.layers())
        .put("promptTokens", request.promptTokens())
        .put("newTokens", request.newTokens())
        .put("bytesPerRow", request.bytesPerRow())
        .put("bytesPerSecond", request.bytesPerSecond())
        .put("maxPricePerGcuWei", request.limits().maxPricePerGcuWei().toString())
        .put("minStakeWei", request.limits().minStakeWei().toString())
        .put("differentOperators", request.limits().oneHopPerOperator());
  }

  private static JsonObject leg(Leg leg, RouteChoice choice) {
    JsonObject shape =
        new JsonObject()
            .put("delayNanos", leg.delayNanos())
            .put("bytesNanos", leg.bytesNanos())
            .put("queueNanos", leg.queueNanos())
            .put("computeNanos", leg.computeNanos());
    leg.hop()
        .ifPresent(
            hop ->
                shape
                    .put("offer", offer(hop.offer(), choice))
                    .put("layerStart", hop.layerStart())
                    .put("layerEnd", hop.layerEnd()));
    return shape;
  }

  private static JsonObject offer(Offer offer, RouteChoice choice) {
    return new JsonObject()
        .put("nodeId", offer.nodeId().hex())
        .put("operator", offer.operator().hex())
        .put("stakeWei", offer.stakeWei().toString())
        .put("layerStart", offer.shard().layerStart())
        .put("layerEnd", offer.shard().layerEnd())
        .put("address", offer.host() + ":" + offer.port())
        .put("pricePerGcuWei", offer.pricePerGcuWei().toString())
        .put("oneWayMicros", choice.oneWayMicros().get(offer.nodeId()))
        .put("prefillNanosPerLayerToken", offer.service().prefillNanosPerLayerToken())
        .put("nanosPerLayerToken", offer.service().decodeNanosPerLayerToken())
        .put("queuedTokens", offer.service().queuedTokens());
  }

  private static JsonArray standbys(RouteChoice choice) {
    JsonArray hops = new JsonArray();
    choice.plan().ifPresent(plan -> plan.standbys().forEach(spares -> hops.add(ids(spares))));
    return hops;
  }

  private static JsonArray ids(List<Hop> hops) {
    return new JsonArray(hops.stream().map(hop -> hop.offer().nodeId().hex()).toList());
  }

  private static JsonObject rival(Rival rival, RouteChoice choice) {
    JsonObject shape =
        new JsonObject()
            .put("offer", offer(rival.offer(), choice))
            .put("reason", rival.reason().name().toLowerCase(Locale.ROOT));
    rival.extraNanos().ifPresent(nanos -> shape.put("extraNanos", nanos));
    return shape;
  }
}
