package io.peerz.node.gateway;

import io.peerz.inference.sample.SamplingParams;
import java.util.List;

/**
 * What a client asked for, checked.
 *
 * @param model name or id of the model
 * @param stops at most four strings that end the text and are not part of it
 */
public record GenerationJob(
    String model, Prompt prompt, SamplingParams sampling, List<String> stops) {
  public GenerationJob {
    stops = List.copyOf(stops);
  }
}
