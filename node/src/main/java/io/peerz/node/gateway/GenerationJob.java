package io.peerz.node.gateway;

import io.peerz.inference.sample.SamplingParams;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a client asked for, checked.
 *
 * @param model name or id of the model
 * @param stops at most four strings that end the text and are not part of it
 * @param schema JSON schema that the text must fit; empty for any text
 * @param wishes what this request asks of its route, on top of what the payer always asks
 * @param traceparent of the span that the work belongs to, in W3C's form
 */
public record GenerationJob(
    String model,
    Prompt prompt,
    SamplingParams sampling,
    List<String> stops,
    Optional<String> schema,
    RouteWishes wishes,
    Optional<String> traceparent) {
  public GenerationJob {
    stops = List.copyOf(stops);
    Objects.requireNonNull(schema);
    Objects.requireNonNull(traceparent);
  }

  /** A job that nobody traces. */
  public GenerationJob(
      String model,
      Prompt prompt,
      SamplingParams sampling,
      List<String> stops,
      Optional<String> schema,
      RouteWishes wishes) {
    this(model, prompt, sampling, stops, schema, wishes, Optional.empty());
  }

  /** For text of any form. */
  public GenerationJob(String model, Prompt prompt, SamplingParams sampling, List<String> stops) {
    this(model, prompt, sampling, stops, Optional.empty(), RouteWishes.NONE);
  }

  public GenerationJob withSeed(long seed) {
    return new GenerationJob(
        model, prompt, sampling.withSeed(seed), stops, schema, wishes, traceparent);
  }

  public GenerationJob withTraceparent(Optional<String> span) {
    return new GenerationJob(model, prompt, sampling, stops, schema, wishes, span);
  }
}
