package io.peerz.finetune.data;

import io.peerz.inference.text.ChatMessage;
import java.util.List;

/** One line of a job's data, in either of OpenAI's formats. */
public sealed interface TrainingExample {

  /** A conversation; what the assistant says is learned. */
  record Chat(List<ChatMessage> messages) implements TrainingExample {
    public Chat {
      messages = List.copyOf(messages);
    }
  }

  /** A text that goes on; the completion is learned. */
  record Completion(String prompt, String completion) implements TrainingExample {}
}
