package io.peerz.node.api.openai;

import io.peerz.node.gateway.GenerationOutcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Replies of {@code /v1/completions}. */
record TextShapes(ReplyHead head) implements ReplyShapes {
  private static final String OBJECT = "text_completion";

  @Override
  public JsonObject whole(GenerationOutcome outcome) {
    return ReplyHead.withUsage(chunk(outcome.text(), outcome.finishReason()), outcome);
  }

  @Override
  public Optional<JsonObject> opening() {
    return Optional.empty();
  }

  @Override
  public JsonObject piece(String text) {
    return chunk(text, null);
  }

  @Override
  public JsonObject finish(GenerationOutcome outcome) {
    return chunk("", outcome.finishReason());
  }

  @Override
  public JsonObject usage(GenerationOutcome outcome) {
    return ReplyHead.withUsage(head.json(OBJECT).put("choices", new JsonArray()), outcome);
  }

  private JsonObject chunk(String text, String finishReason) {
    return head.withChoice(
        OBJECT,
        new JsonObject()
            .put("index", 0)
            .put("text", text)
            .put("logprobs", null)
            .put("finish_reason", finishReason));
  }
}
