package io.peerz.node.api.openai;

import io.peerz.node.gateway.GenerationOutcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Replies of {@code /v1/chat/completions}. */
record ChatShapes(ReplyHead head) implements ReplyShapes {
  private static final String CHUNK = "chat.completion.chunk";

  @Override
  public JsonObject whole(GenerationOutcome outcome) {
    JsonObject message = new JsonObject().put("role", "assistant").put("content", outcome.text());
    JsonObject choice =
        new JsonObject()
            .put("index", 0)
            .put("message", message)
            .put("finish_reason", outcome.finishReason());
    return ReplyHead.withUsage(head.withChoice("chat.completion", choice), outcome);
  }

  @Override
  public Optional<JsonObject> opening() {
    return Optional.of(chunk(new JsonObject().put("role", "assistant").put("content", ""), null));
  }

  @Override
  public JsonObject piece(String text) {
    return chunk(new JsonObject().put("content", text), null);
  }

  @Override
  public JsonObject finish(GenerationOutcome outcome) {
    return chunk(new JsonObject(), outcome.finishReason());
  }

  @Override
  public JsonObject usage(GenerationOutcome outcome) {
    return ReplyHead.withUsage(head.json(CHUNK).put("choices", new JsonArray()), outcome);
  }

  private JsonObject chunk(JsonObject delta, String finishReason) {
    return head.withChoice(
        CHUNK,
        new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finishReason));
  }
}
