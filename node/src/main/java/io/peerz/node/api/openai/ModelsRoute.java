package io.peerz.node.api.openai;

import io.peerz.node.api.Caller;
import io.peerz.node.api.RequestHandler;
import io.peerz.node.gateway.Gateway;
import io.peerz.node.gateway.ServedModel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /v1/models} and {@code GET /v1/models/{id}}. */
public final class ModelsRoute implements RequestHandler {
  private final Gateway gateway;

  public ModelsRoute(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public void handle(RoutingContext request, Caller caller) {
    String id = request.pathParam("id");
    request.json(id == null ? all() : one(id));
  }

  private JsonObject all() {
    JsonArray data = new JsonArray();
    gateway.models().forEach(model -> data.add(shape(model)));
    return new JsonObject().put("object", "list").put("data", data);
  }

  private JsonObject one(String id) {
    return shape(ServedModels.require(gateway, id));
  }

  private static JsonObject shape(ServedModel model) {
    JsonObject extras =
        new JsonObject()
            .put("modelId", model.modelId().hex())
            .put("layers", model.layers())
            .put("complete", model.complete())
            .put("redundancy", model.leastNodesPerLayer());
    model
        .adapter()
        .ifPresent(
            adapter ->
                extras.put("job", adapter.jobId().hex()).put("adapterRoot", adapter.root().hex()));
    return new JsonObject()
        .put("id", model.name())
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", "peerz")
        .put("peerz", extras);
  }
}
