package io.peerz.node.api.openai;

import io.peerz.inference.sample.Logprobs;
import io.peerz.inference.sample.SamplingParams;
import io.peerz.node.api.BadParameter;
import io.peerz.node.api.Fields;
import io.peerz.node.api.WrittenWishes;
import io.peerz.node.gateway.GenerationJob;
import io.peerz.node.gateway.Prompt;
import io.peerz.node.gateway.RouteWishes;
import io.peerz.node.gateway.ToolUse;
import io.vertx.core.json.JsonArray;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A completion request, checked. Unknown fields are ignored, as clients expect; fields that would
 * change the answer but are not served are refused by name.
 */
record GenerationRequest(GenerationJob job, int choices, boolean stream, boolean includeUsage) {
  private static final int MOST_CHOICES = 8;
  private static final int MOST_BIASES = 300;
  private static final int MOST_PLAIN_LOGPROBS = 5;
  private static final int DEFAULT_MAX_TOKENS = 128;
  private static final int MOST_TOKENS = 1 << 20;
  private static final int MOST_STOPS = 4;
  private static final SecureRandom SEEDS = new SecureRandom();

  static GenerationRequest chat(Fields fields) {
    ToolUse tools = Tools.parse(fields);
    Prompt prompt = new Prompt.Chat(Messages.parse(fields), tools);
    if (!tools.isNone() && ResponseFormat.schema(fields).isPresent()) {
      throw BadParameter.unsupported("response_format", "cannot be combined with tools");
    }
    return of(fields, prompt, chatLogprobs(fields));
  }

  static GenerationRequest plain(Fields fields) {
    fields.refuseUnless(
        Map.of(
            "top_logprobs", List.of(0),
            "tools", List.of(new JsonArray()),
            "tool_choice", List.of("none", "auto")));
    return of(fields, new Prompt.Plain(fields.text("prompt")), plainLogprobs(fields));
  }

  private static GenerationRequest of(Fields fields, Prompt prompt, OptionalInt logprobs) {
    UnservedFields.refuse(fields);
    int choices = (int) fields.whole("n", 1, 1, MOST_CHOICES);
    GenerationJob job =
        new GenerationJob(
            fields.text("model"),
            prompt,
            sampling(fields, logprobs),
            fields.texts("stop", MOST_STOPS),
            ResponseFormat.schema(fields),
            wishes(fields));
    boolean usage =
        fields.has("stream_options")
            && new Fields(fields.object("stream_options")).flag("include_usage");
    return new GenerationRequest(job, choices, fields.flag("stream"), usage);
  }

  /** The job of one of several choices: each has a seed of its own, made from the request's. */
  GenerationJob job(int choice) {
    return choice == 0 ? job : job.withSeed(job.sampling().seed() + choice);
  }

  /** {@code "peerz": {"route": …}}, our own addition to the request. */
  private static RouteWishes wishes(Fields fields) {
    if (!fields.has("peerz")) {
      return RouteWishes.NONE;
    }
    Fields ours = new Fields(fields.object("peerz"));
    return ours.has("route")
        ? WrittenWishes.of(new Fields(ours.object("route")))
        : RouteWishes.NONE;
  }

  /** Token ids with what is added to their logits. */
  private static Map<Integer, Double> biases(Fields fields) {
    Map<Integer, Double> biases = new TreeMap<>();
    if (fields.has("logit_bias")) {
      fields.object("logit_bias").forEach(entry -> biases.put(token(entry), bias(entry)));
    }
    if (biases.size() > MOST_BIASES) {
      throw BadParameter.invalid("logit_bias", "must name at most " + MOST_BIASES + " tokens");
    }
    return Map.copyOf(biases);
  }

  private static int token(Map.Entry<String, Object> entry) {
    try {
      return Integer.parseUnsignedInt(entry.getKey());
    } catch (NumberFormatException e) {
      throw BadParameter.invalid("logit_bias", "must have token ids as names");
    }
  }

  private static double bias(Map.Entry<String, Object> entry) {
    if (entry.getValue() instanceof Number number && Math.abs(number.doubleValue()) <= 100) {
      return number.doubleValue();
    }
    throw BadParameter.invalid("logit_bias", "must have numbers from -100 to 100 as values");
  }

  /** A flag beside a count. */
  private static OptionalInt chatLogprobs(Fields fields) {
    boolean wanted = fields.flag("logprobs");
    int most = (int) fields.whole("top_logprobs", 0, 0, Logprobs.MAX_LIKELIEST);
    if (most > 0 && !wanted) {
      throw BadParameter.invalid("top_logprobs", "needs logprobs to be true");
    }
    return wanted ? OptionalInt.of(most) : OptionalInt.empty();
  }

  /** The older endpoint has the count alone. */
  private static OptionalInt plainLogprobs(Fields fields) {
    return fields.has("logprobs") && !fields.isFalse("logprobs")
        ? OptionalInt.of((int) fields.whole("logprobs", 0, 0, MOST_PLAIN_LOGPROBS))
        : OptionalInt.empty();
  }

  private static SamplingParams sampling(Fields fields, OptionalInt logprobs) {
    String limit = fields.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
    long seed =
        fields.has("seed")
            ? fields.whole("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE)
            : SEEDS.nextLong();
    return new SamplingParams(
        fields.number("temperature", 1, 0, 2),
        fields.number("top_p", 1, Double.MIN_VALUE, 1),
        (int) fields.whole("top_k", 0, 0, MOST_TOKENS),
        fields.number("min_p", 0, 0, 1),
        seed,
        (int) fields.whole(limit, DEFAULT_MAX_TOKENS, 1, MOST_TOKENS),
        fields.number("repetition_penalty", 1, 0.01, 100),
        fields.number("frequency_penalty", 0, -2, 2),
        fields.number("presence_penalty", 0, -2, 2),
        biases(fields),
        Optional.empty(),
        logprobs);
  }
}
