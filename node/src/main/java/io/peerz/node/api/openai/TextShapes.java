package io.peerz.node.api.openai;

import io.peerz.node.gateway.GenerationOutcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Replies of {@code /v1/completions}. */
record TextShapes(ReplyHead head) implements ReplyShapes {
  private static final String OBJECT = "text_completion";

  @Override
  public JsonObject whole(List<GenerationOutcome> outcomes) {
    JsonArray choices = new JsonArray();
    for (int i = 0; i < outcomes.size(); i++) {
      choices.add(choice(i, outcomes.get(i).text(), outcomes.get(i).finishReason()));
    }
    return ReplyHead.withUsage(head.json(OBJECT).put("choices", choices), outcomes);
  }

  @Override
  public Optional<JsonObject> opening(int index) {
    return Optional.empty();
  }

  @Override
  public JsonObject piece(int index, String text) {
    return head.withChoice(OBJECT, choice(index, text, null));
  }

  @Override
  public JsonObject finish(int index, GenerationOutcome outcome) {
    return head.withChoice(OBJECT, choice(index, "", outcome.finishReason()));
  }

  @Override
  public JsonObject usage(List<GenerationOutcome> outcomes) {
    return ReplyHead.withUsage(head.json(OBJECT).put("choices", new JsonArray()), outcomes);
  }

  private static JsonObject choice(int index, String text, String finishReason) {
    return new JsonObject()
        .put("index", index)
        .put("text", text)
        .put("logprobs", null)
        .put("finish_reason", finishReason);
  }
}
