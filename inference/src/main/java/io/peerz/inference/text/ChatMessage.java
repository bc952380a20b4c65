package io.peerz.inference.text;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.util.Objects;

/**
 * One message of a conversation.
 *
 * @param role "system", "user", "assistant" or what else a model knows; a plain word, because
 *     templates put it between marks
 */
public record ChatMessage(String role, String content) {
  public ChatMessage {
    Objects.requireNonNull(role);
    Objects.requireNonNull(content);
    Require.that(
        role.matches("[a-z_]{1,32}"),
        ErrorCode.BAD_REQUEST,
        "a message's role must be a lower-case word such as user");
  }
}
