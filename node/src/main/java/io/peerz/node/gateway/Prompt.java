package io.peerz.node.gateway;

import io.peerz.inference.text.ChatMessage;
import java.util.List;

/** What the model continues: a conversation, put into the model's template, or a plain text. */
public sealed interface Prompt {
  /** A conversation, oldest message first. */
  record Chat(List<ChatMessage> messages) implements Prompt {
    public Chat {
      messages = List.copyOf(messages);
    }
  }

  /** A text that goes to the model as it is. */
  record Plain(String text) implements Prompt {}
}
