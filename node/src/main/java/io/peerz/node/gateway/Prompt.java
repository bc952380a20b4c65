package io.peerz.node.gateway;

import io.peerz.inference.text.ChatMessage;
import java.util.List;

/** What the model continues: a conversation, put into the model's template, or a plain text. */
public sealed interface Prompt {
  /** A conversation, oldest message first, and the tools that the answer may call. */
  record Chat(List<ChatMessage> messages, ToolUse tools) implements Prompt {
    public Chat {
      messages = List.copyOf(messages);
    }

    /** For an answer of text alone. */
    public Chat(List<ChatMessage> messages) {
      this(messages, ToolUse.NONE);
    }

    boolean isAboutTools() {
      return !tools.isNone() || messages.stream().anyMatch(ChatMessage::isAboutTools);
    }
  }

  /** A text that goes to the model as it is. */
  record Plain(String text) implements Prompt {}

  /** What the answer may call. */
  default ToolUse toolUse() {
    return this instanceof Chat chat ? chat.tools() : ToolUse.NONE;
  }
}
