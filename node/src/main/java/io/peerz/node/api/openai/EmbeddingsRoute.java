package io.peerz.node.api.openai;

import io.peerz.node.api.BadParameter;
import io.peerz.node.api.Caller;
import io.peerz.node.api.Fields;
import io.peerz.node.api.RequestHandler;
import io.peerz.node.gateway.Gateway;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code POST /v1/embeddings}: refused with the reason. Every family that nodes serve was trained
 * to continue text; rows taken out of such a model's middle would look like embeddings and compare
 * like noise.
 */
public final class EmbeddingsRoute implements RequestHandler {
  private final Gateway gateway;

  public EmbeddingsRoute(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public void handle(RoutingContext request, Caller caller) {
    Fields fields = Fields.ofBody(request);
    String model = fields.text("model");
    if (!fields.has("input")) {
      throw BadParameter.invalid("input", "must be a text or a list of texts");
    }
    ServedModels.require(gateway, model);
    throw BadParameter.unsupported(
        "model",
        "'%s' was trained to write text and gives no embeddings, nor does any other model here; use /v1/chat/completions or a model of another server"
            .formatted(model));
  }
}
