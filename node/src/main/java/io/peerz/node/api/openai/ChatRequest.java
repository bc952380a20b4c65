package io.peerz.node.api.openai;

import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.text.ChatMessage;
import io.peerz.node.api.BadParameter;
import io.peerz.node.gateway.GenerationJob;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A chat completion request, checked. Unknown fields are ignored, as clients expect; fields that
 * would change the answer but are not served are refused by name.
 */
record ChatRequest(GenerationJob job, boolean stream, boolean includeUsage) {
  private static final int MAX_MESSAGES = 256;
  private static final int DEFAULT_MAX_TOKENS = 128;
  private static final int MOST_TOKENS = 1 << 20;
  private static final SecureRandom SEEDS = new SecureRandom();
  private static final Set<String> ROLES = Set.of("system", "user", "assistant");
  private static final Set<String> NOT_SERVED =
      Set.of("tools", "tool_choice", "functions", "logit_bias", "top_logprobs", "audio");

  static ChatRequest parse(JsonObject json) {
    Fields fields = new Fields(json);
    fields.refuse(NOT_SERVED, "leave it out");
    if (fields.flag("logprobs")) {
      throw BadParameter.unsupported("logprobs", "is not served; leave it out");
    }
    fields.whole("n", 1, 1, 1);
    refuseOtherFormats(fields);
    GenerationJob job =
        new GenerationJob(
            fields.text("model"),
            fields.objects("messages", MAX_MESSAGES).stream().map(ChatRequest::message).toList(),
            sampling(fields),
            fields.texts("stop", 4));
    boolean usage =
        fields.has("stream_options")
            && new Fields(fields.object("stream_options")).flag("include_usage");
    return new ChatRequest(job, fields.flag("stream"), usage);
  }

  private static void refuseOtherFormats(Fields fields) {
    if (fields.has("response_format")
        && !"text".equals(fields.object("response_format").getValue("type"))) {
      throw BadParameter.unsupported("response_format", "only {\"type\":\"text\"} is served");
    }
  }

  private static SamplingParams sampling(Fields fields) {
    String limit = fields.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
    long seed =
        fields.has("seed")
            ? fields.whole("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE)
            : SEEDS.nextLong();
    return SamplingParams.greedy((int) fields.whole(limit, DEFAULT_MAX_TOKENS, 1, MOST_TOKENS))
        .withTemperature(fields.number("temperature", 1.0, 0, 2))
        .withTopP(fields.number("top_p", 1.0, 0, 1))
        .withTopK((int) fields.whole("top_k", 0, 0, 1 << 20))
        .withMinP(fields.number("min_p", 0, 0, 1))
        .withPenalties(
            fields.number("repetition_penalty", 1, 0.01, 10),
            fields.number("frequency_penalty", 0, -2, 2),
            fields.number("presence_penalty", 0, -2, 2))
        .withSeed(seed);
  }

  private static ChatMessage message(JsonObject json) {
    Object role = json.getValue("role");
    String known = "developer".equals(role) ? "system" : String.valueOf(role);
    if (!ROLES.contains(known)) {
      throw BadParameter.invalid("messages", "role must be system, user or assistant");
    }
    return new ChatMessage(known, content(json.getValue("content")));
  }

  /** A string, or a list of text parts. */
  private static String content(Object content) {
    return switch (content) {
      case String text -> text;
      case JsonArray parts -> parts.stream().map(ChatRequest::part).collect(Collectors.joining());
      case null, default ->
          throw BadParameter.invalid("messages", "content must be a string or a list of text parts");
    };
  }

  private static String part(Object part) {
    if (part instanceof JsonObject object
        && List.of("text", "input_text").contains(String.valueOf(object.getValue("type")))
        && object.getValue("text") instanceof String text) {
      return text;
    }
    throw BadParameter.unsupported("messages", "only parts of type text are served");
  }
}
