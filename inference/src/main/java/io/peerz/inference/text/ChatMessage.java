package io.peerz.inference.text;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One message of a conversation.
 *
 * @param role "system", "user", "assistant" or what else a model knows; a plain word, because
 *     templates put it between marks
 * @param calls tools that the assistant asked for
 * @param answeredCall id of the call that a tool's message answers
 */
public record ChatMessage(
    String role, String content, List<ToolCall> calls, Optional<String> answeredCall) {
  public ChatMessage {
    Objects.requireNonNull(content);
    Objects.requireNonNull(answeredCall);
    calls = List.copyOf(calls);
    Require.that(
        role.matches("[a-z_]{1,32}"),
        ErrorCode.BAD_REQUEST,
        "a message's role must be a lower-case word such as user");
  }

  /** A message of text alone. */
  public ChatMessage(String role, String content) {
    this(role, content, List.of(), Optional.empty());
  }

  /** Whether only a template that knows tools can show it. */
  public boolean isAboutTools() {
    return !calls.isEmpty() || answeredCall.isPresent();
  }
}
