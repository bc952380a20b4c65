package io.peerz.inference.text;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model's wish that the caller runs one of its tools.
 *
 * @param id by which the tool's answer names the call
 * @param arguments a JSON object as text
 */
public record ToolCall(String id, String name, String arguments) {
  public ToolCall {
    Require.range(ErrorCode.BAD_REQUEST, "length of a call's id", id.length(), 1, 128);
    requireName(name);
    Require.that(
        isObject(arguments),
        ErrorCode.BAD_REQUEST,
        "the arguments of a call of " + name + " must be a JSON object as text");
  }

  /** A tool's name stands between marks of the template, so it is a plain word. */
  public static String requireName(String name) {
    Require.that(
        name.matches("[a-zA-Z0-9_.-]{1,64}"),
        ErrorCode.BAD_REQUEST,
        "a tool's name must be 1 to 64 letters, digits, '_', '.' or '-'");
    return name;
  }

  private static boolean isObject(String text) {
    try {
      return JsonMapper.shared().readTree(text).isObject();
    } catch (JacksonException e) {
      throw new PeerzException(ErrorCode.BAD_REQUEST, "the arguments of a call are not JSON", e);
    }
  }
}
