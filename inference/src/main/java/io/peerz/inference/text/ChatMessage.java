package io.peerz.inference.text;

import java.util.Objects;

/**
 * One message of a conversation; the role is "system", "user", "assistant" or what a model knows.
 */
public record ChatMessage(String role, String content) {
  public ChatMessage {
    Objects.requireNonNull(role);
    Objects.requireNonNull(content);
  }
}
