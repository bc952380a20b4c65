package io.peerz.node.api.openai;

import io.peerz.node.gateway.ChosenToken;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Probabilities as the two endpoints show them; nothing where none were asked for. */
final class LogprobShapes {
  private LogprobShapes() {}

  /** Of {@code /v1/chat/completions}: an object per token. */
  static JsonObject chat(List<ChosenToken> tokens) {
    if (tokens.isEmpty()) {
      return null;
    }
    JsonArray content = new JsonArray();
    tokens.forEach(token -> content.add(one(token).put("top_logprobs", all(token.likeliest()))));
    return new JsonObject().put("content", content).put("refusal", null);
  }

  private static JsonArray all(List<ChosenToken> tokens) {
    JsonArray array = new JsonArray();
    tokens.forEach(token -> array.add(one(token)));
    return array;
  }

  private static JsonObject one(ChosenToken token) {
    return new JsonObject()
        .put("token", token.text())
        .put("logprob", token.logprob())
        .put("bytes", new JsonArray(token.bytes()));
  }

  /**
   * Of {@code /v1/completions}: lists side by side.
   *
   * @param textOffset characters of the answer before the first of these tokens
   */
  static JsonObject plain(List<ChosenToken> tokens, int textOffset) {
    if (tokens.isEmpty()) {
      return null;
    }
    JsonArray texts = new JsonArray();
    JsonArray logprobs = new JsonArray();
    JsonArray likeliest = new JsonArray();
    JsonArray offsets = new JsonArray();
    int offset = textOffset;
    for (ChosenToken token : tokens) {
      JsonObject best = new JsonObject();
      token.likeliest().forEach(other -> best.put(other.text(), other.logprob()));
      texts.add(token.text());
      logprobs.add(token.logprob());
      likeliest.add(best);
      offsets.add(offset);
      offset += token.text().length();
    }
    return new JsonObject()
        .put("tokens", texts)
        .put("token_logprobs", logprobs)
        .put("top_logprobs", likeliest)
        .put("text_offset", offsets);
  }
}
