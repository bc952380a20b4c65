package io.peerz.node.api.openai;

import io.peerz.node.api.BadParameter;
import io.peerz.node.api.Caller;
import io.peerz.node.api.Fields;
import io.peerz.node.api.Payer;
import io.peerz.node.api.RequestHandler;
import io.peerz.node.api.Spending;
import io.peerz.node.gateway.Embedding;
import io.peerz.node.gateway.Gateway;
import io.peerz.node.gateway.GenerationOutcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * {@code POST /v1/embeddings}: vectors of texts, from models that were trained to make them. Others
 * are refused with the reason: rows taken out of the middle of a model that writes text would look
 * like embeddings and compare like noise.
 */
public final class EmbeddingsRoute implements RequestHandler {
  private static final int MOST_TEXTS = 64;

  private final Gateway gateway;

  public EmbeddingsRoute(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public void handle(RoutingContext request, Caller caller) {
    Fields fields = Fields.ofBody(request);
    String model = fields.text("model");
    List<String> texts = fields.texts("input", MOST_TEXTS);
    if (texts.isEmpty()) {
      throw BadParameter.invalid("input", "must be a text or a list of texts");
    }
    boolean base64 = fields.has("encoding_format") && isBase64(fields.text("encoding_format"));
    if (fields.has("dimensions")) {
      throw BadParameter.unsupported(
          "dimensions", "vectors have the model's own width; leave it out");
    }
    Spending spending = Spending.of(request);
    spending.admit();
    Gateway paid = Payer.of(request, gateway);
    List<Embedding> embeddings = new ArrayList<>();
    for (String text : texts) {
      if (caller.gone()) {
        return;
      }
      Embedding embedding = paid.embed(model, text);
      spending.spent(embedding.work().costWei());
      embeddings.add(embedding);
    }
    reply(model, embeddings, base64).send(request.response());
  }

  private static boolean isBase64(String format) {
    return switch (format) {
      case "base64" -> true;
      case "float" -> false;
      default -> throw BadParameter.invalid("encoding_format", "must be float or base64");
    };
  }

  private static WholeReply reply(String model, List<Embedding> embeddings, boolean base64) {
    JsonArray data = new JsonArray();
    for (int i = 0; i < embeddings.size(); i++) {
      float[] vector = embeddings.get(i).vector();
      data.add(
          new JsonObject()
              .put("object", "embedding")
              .put("index", i)
              .put("embedding", base64 ? base64(vector) : numbers(vector)));
    }
    List<GenerationOutcome> work = embeddings.stream().map(Embedding::work).toList();
    int tokens = work.stream().mapToInt(GenerationOutcome::promptTokens).sum();
    JsonObject body =
        new JsonObject()
            .put("object", "list")
            .put("data", data)
            .put("model", model)
            .put("usage", new JsonObject().put("prompt_tokens", tokens).put("total_tokens", tokens))
            .put("peerz", ReplyHead.extras(work));
    return new WholeReply(
        work.getFirst().routeText(), ReplyHead.costWei(work).toString(), body.encode());
  }

  private static JsonArray numbers(float[] vector) {
    JsonArray numbers = new JsonArray();
    for (float x : vector) {
      numbers.add(x);
    }
    return numbers;
  }

  /** Float32, little-endian, as the official client wants them by default. */
  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
