package io.peerz.node.api.openai;

import io.peerz.inference.text.ToolCall;
import io.peerz.node.gateway.ChosenToken;
import io.peerz.node.gateway.GenerationOutcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Replies of {@code /v1/chat/completions}. */
record ChatShapes(ReplyHead head) implements ReplyShapes {
  private static final String CHUNK = "chat.completion.chunk";

  @Override
  public JsonObject whole(List<GenerationOutcome> outcomes) {
    JsonArray choices = new JsonArray();
    for (int i = 0; i < outcomes.size(); i++) {
      choices.add(choice(i, outcomes.get(i)));
    }
    return ReplyHead.withUsage(head.json("chat.completion").put("choices", choices), outcomes);
  }

  private static JsonObject choice(int index, GenerationOutcome outcome) {
    boolean silent = outcome.text().isEmpty() && !outcome.calls().isEmpty();
    JsonObject message =
        new JsonObject().put("role", "assistant").put("content", silent ? null : outcome.text());
    if (!outcome.calls().isEmpty()) {
      message.put("tool_calls", ToolShapes.all(outcome.calls()));
    }
    return new JsonObject()
        .put("index", index)
        .put("message", message)
        .put("logprobs", LogprobShapes.chat(outcome.chosen()))
        .put("finish_reason", outcome.finishReason());
  }

  @Override
  public Optional<JsonObject> opening(int index) {
    return Optional.of(
        chunk(
            index, new JsonObject().put("role", "assistant").put("content", ""), List.of(), null));
  }

  @Override
  public JsonObject piece(int index, String text, List<ChosenToken> tokens) {
    return chunk(index, new JsonObject().put("content", text), tokens, null);
  }

  @Override
  public JsonObject call(int index, int place, ToolCall call, List<ChosenToken> tokens) {
    return chunk(index, ToolShapes.delta(place, call), tokens, null);
  }

  @Override
  public JsonObject finish(int index, GenerationOutcome outcome, List<ChosenToken> tokens) {
    return chunk(index, new JsonObject(), tokens, outcome.finishReason());
  }

  @Override
  public JsonObject usage(List<GenerationOutcome> outcomes) {
    return ReplyHead.withUsage(head.json(CHUNK).put("choices", new JsonArray()), outcomes);
  }

  private JsonObject chunk(
      int index, JsonObject delta, List<ChosenToken> tokens, String finishReason) {
    return head.withChoice(
        CHUNK,
        new JsonObject()
            .put("index", index)
            .put("delta", delta)
            .put("logprobs", LogprobShapes.chat(tokens))
            .put("finish_reason", finishReason));
  }
}
