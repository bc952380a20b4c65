package io.peerz.node.api.openai;

import io.peerz.inference.text.ToolCall;
import io.peerz.node.gateway.ChosenToken;
import io.peerz.node.gateway.GenerationOutcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replies of {@code /v1/completions}. One per request: in a stream it remembers how far each choice
 * has come. One owner.
 */
final class TextShapes implements ReplyShapes {
  private static final String OBJECT = "text_completion";

  private final ReplyHead head;
  private final Map<Integer, Integer> toldChars = new HashMap<>();

  TextShapes(ReplyHead head) {
    this.head = head;
  }

  @Override
  public JsonObject whole(List<GenerationOutcome> outcomes) {
    JsonArray choices = new JsonArray();
    for (int i = 0; i < outcomes.size(); i++) {
      GenerationOutcome one = outcomes.get(i);
      choices.add(choice(i, one.text(), LogprobShapes.plain(one.chosen(), 0), one.finishReason()));
    }
    return ReplyHead.withUsage(head.json(OBJECT).put("choices", choices), outcomes);
  }

  @Override
  public Optional<JsonObject> opening(int index) {
    return Optional.empty();
  }

  @Override
  public JsonObject piece(int index, String text, List<ChosenToken> tokens) {
    return head.withChoice(OBJECT, choice(index, text, next(index, tokens), null));
  }

  @Override
  public JsonObject call(int index, int place, ToolCall call, List<ChosenToken> tokens) {
    throw new IllegalStateException("a continued text calls no tools");
  }

  @Override
  public JsonObject finish(int index, GenerationOutcome outcome, List<ChosenToken> tokens) {
    return head.withChoice(OBJECT, choice(index, "", next(index, tokens), outcome.finishReason()));
  }

  @Override
  public JsonObject usage(List<GenerationOutcome> outcomes) {
    return ReplyHead.withUsage(head.json(OBJECT).put("choices", new JsonArray()), outcomes);
  }

  /** Offsets are those of the whole answer, so they go on where the piece before ended. */
  private JsonObject next(int index, List<ChosenToken> tokens) {
    int offset = toldChars.getOrDefault(index, 0);
    int chars = tokens.stream().mapToInt(token -> token.text().length()).sum();
    toldChars.put(index, offset + chars);
    return LogprobShapes.plain(tokens, offset);
  }

  private static JsonObject choice(
      int index, String text, JsonObject logprobs, String finishReason) {
    return new JsonObject()
        .put("index", index)
        .put("text", text)
        .put("logprobs", logprobs)
        .put("finish_reason", finishReason);
  }
}
