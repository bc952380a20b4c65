package io.peerz.node.api.openai;

import io.peerz.node.gateway.GenerationOutcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.List;

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

  /**
   * Tokens counted, and what a plain client ignores: who served which layers at what cost. The
   * prompt counts once, however many answers it got; the cost is of all of them.
   */
  static JsonObject withUsage(JsonObject reply, List<GenerationOutcome> outcomes) {
    int prompt = outcomes.getFirst().promptTokens();
    int completion = outcomes.stream().mapToInt(GenerationOutcome::completionTokens).sum();
    JsonObject usage =
        new JsonObject()
            .put("prompt_tokens", prompt)
            .put("completion_tokens", completion)
            .put("total_tokens", prompt + completion);
    return reply.put("usage", usage).put("peerz", extras(outcomes));
  }

  static JsonObject extras(List<GenerationOutcome> outcomes) {
    JsonArray hops = new JsonArray();
    outcomes.forEach(outcome -> outcome.hops().forEach(hop -> hops.add(hopOf(hop))));
    JsonArray tokens = new JsonArray();
    outcomes.forEach(outcome -> outcome.tokens().forEach(tokens::add));
    return new JsonObject()
        .put("sessionId", outcomes.getFirst().sessionId())
        .put("route", hops)
        .put("costWei", costWei(outcomes).toString())
        .put("tokens", tokens)
        .put("firstTokenMicros", outcomes.getFirst().firstTokenMicros())
        .put("totalMicros", outcomes.stream().mapToLong(GenerationOutcome::totalMicros).sum());
  }

  static BigInteger costWei(List<GenerationOutcome> outcomes) {
    return outcomes.stream()
        .map(GenerationOutcome::costWei)
        .reduce(BigInteger.ZERO, BigInteger::add);
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
