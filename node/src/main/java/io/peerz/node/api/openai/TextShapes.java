package io.peerz.node.api.openai;

import io.peerz.node.gateway.ChosenToken;
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
      GenerationOutcome one = outcomes.get(i);
      choices.add(choice(i, one.text(), one.chosen(), one.finishReason()));
    }
    return ReplyHead.withUsage(head.json(OBJECT).put("choices", choices), outcomes);
  }

  @Override
  public Optional<JsonObject> opening(int index) {
    return Optional.empty();
  }

  @Override
  public JsonObject piece(int index, String text, List<ChosenToken> tokens) {
    return head.withChoice(OBJECT, choice(index, text, tokens, null));
  }

  @Override
  public JsonObject finish(int index, GenerationOutcome outcome, List<ChosenToken> tokens) {
    return head.withChoice(OBJECT, choice(index, "", tokens, outcome.finishReason()));
  }

  @Override
  public JsonObject usage(List<GenerationOutcome> outcomes) {
    return ReplyHead.withUsage(head.json(OBJECT).put("choices", new JsonArray()), outcomes);
  }

  private static JsonObject choice(
      int index, String text, List<ChosenToken> tokens, String finishReason) {
    return new JsonObject()
        .put("index", index)
        .put("text", text)
        .put("logprobs", LogprobShapes.plain(tokens, 0))
        .put("finish_reason", finishReason);
  }
}
