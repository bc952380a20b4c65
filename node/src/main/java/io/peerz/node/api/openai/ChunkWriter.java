package io.peerz.node.api.openai;

import io.peerz.node.gateway.GenerationOutcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The JSON shapes of one chat completion, whole and in chunks. */
final class ChunkWriter {
  private final String id;
  private final String model;
  private final long createdSeconds = System.currentTimeMillis() / 1000;

  ChunkWriter(String id, String model) {
    this.id = id;
    this.model = model;
  }

  JsonObject role() {
    return chunk(new JsonObject().put("role", "assistant").put("content", ""), null);
  }

  JsonObject text(String piece) {
    return chunk(new JsonObject().put("content", piece), null);
  }

  JsonObject finish(GenerationOutcome outcome) {
    return chunk(new JsonObject(), outcome.finishReason());
  }

  JsonObject usage(GenerationOutcome outcome) {
    return head("chat.completion.chunk")
        .put("choices", new JsonArray())
        .put("usage", usageOf(outcome))
        .put("peerz", extras(outcome));
  }

  JsonObject whole(GenerationOutcome outcome) {
    JsonObject message =
        new JsonObject().put("role", "assistant").put("content", outcome.text());
    JsonObject choice =
        new JsonObject()
            .put("index", 0)
            .put("message", message)
            .put("finish_reason", outcome.finishReason());
    return head("chat.completion")
        .put("choices", new JsonArray().add(choice))
        .put("usage", usageOf(outcome))
        .put("peerz", extras(outcome));
  }

  private JsonObject chunk(JsonObject delta, String finishReason) {
    JsonObject choice =
        new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finishReason);
    return head("chat.completion.chunk").put("choices", new JsonArray().add(choice));
  }

  private JsonObject head(String object) {
    return new JsonObject()
        .put("id", id)
        .put("object", object)
        .put("created", createdSeconds)
        .put("model", model);
  }

  private static JsonObject usageOf(GenerationOutcome outcome) {
    return new JsonObject()
        .put("prompt_tokens", outcome.promptTokens())
        .put("completion_tokens", outcome.completionTokens())
        .put("total_tokens", outcome.promptTokens() + outcome.completionTokens());
  }

  /** What a plain client ignores: who served which layers, and what it cost. */
  private static JsonObject extras(GenerationOutcome outcome) {
    JsonArray hops = new JsonArray();
    outcome
        .hops()
        .forEach(
            hop ->
                hops.add(
                    new JsonObject()
                        .put("nodeId", hop.nodeId().hex())
                        .put("layerStart", hop.layerStart())
                        .put("layerEnd", hop.layerEnd())
                        .put("receipts", hop.receipts())
                        .put("macs", hop.macs().toString())
                        .put("paidWei", hop.paidWei().toString())));
    return new JsonObject()
        .put("sessionId", outcome.sessionId())
        .put("route", hops)
        .put("costWei", outcome.costWei().toString())
        .put("tokens", new JsonArray(outcome.tokens()))
        .put("firstTokenMicros", outcome.firstTokenMicros())
        .put("totalMicros", outcome.totalMicros());
  }
}
