package io.peerz.node.gateway;

import io.peerz.inference.sample.SamplingParams;
import io.peerz.inference.text.ChatMessage;
import java.util.List;

/**
 * What a client asked for, checked.
 *
 * @param model name or id of the model
 * @param stops at most four strings that end the text and are not part of it
 */
public record GenerationJob(
    String model, List<ChatMessage> messages, SamplingParams sampling, List<String> stops) {
  public GenerationJob {
    messages = List.copyOf(messages);
    stops = List.copyOf(stops);
  }
}
