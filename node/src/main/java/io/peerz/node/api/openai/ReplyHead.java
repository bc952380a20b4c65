package io.peerz.node.api.openai;

import io.peerz.node.gateway.GenerationOutcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What all replies to one completion have in common. */
record ReplyHead(String id, String model, long createdSeconds) {
  ReplyHead(String id, String model) {
    this(id, model, System.currentTimeMillis() / 1000);
  }

  JsonObject json(String object) {
    return new JsonObject()
        .put("id", id)
        .put("object", object)
        .put("created", createdSeconds)
        .put("model", model);
  }

  JsonObject withChoice(String object, JsonObject choice) {
    return json(object).put("choices", new JsonArray().add(choice));
  }

  /** Tokens counted, and what a plain client ignores: who served which layers at what cost. */
  static JsonObject withUsage(JsonObject reply, GenerationOutcome outcome) {
    JsonObject usage =
        new JsonObject()
            .put("prompt_tokens", outcome.promptTokens())
            .put("completion_tokens", outcome.completionTokens())
            .put("total_tokens", outcome.promptTokens() + outcome.completionTokens());
    return reply.put("usage", usage).put("peerz", extras(outcome));
  }

  private static JsonObject extras(GenerationOutcome outcome) {
    JsonArray hops = new JsonArray();
    outcome.hops().forEach(hop -> hops.add(hopOf(hop)));
    return new JsonObject()
        .put("sessionId", outcome.sessionId())
        .put("route", hops)
        .put("costWei", outcome.costWei().toString())
        .put("tokens", new JsonArray(outcome.tokens()))
        .put("firstTokenMicros", outcome.firstTokenMicros())
        .put("totalMicros", outcome.totalMicros());
  }

  private static JsonObject hopOf(GenerationOutcome.PaidHop hop) {
    return new JsonObject()
        .put("nodeId", hop.nodeId().hex())
        .put("sessionId", hop.sessionId())
        .put("layerStart", hop.layerStart())
        .put("layerEnd", hop.layerEnd())
        .put("receipts", hop.receipts())
        .put("macs", hop.macs().toString())
        .put("paidWei", hop.paidWei().toString());
  }
}
