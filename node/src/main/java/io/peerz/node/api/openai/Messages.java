package io.peerz.node.api.openai;

import io.peerz.inference.text.ChatMessage;
import io.peerz.inference.text.ToolCall;
import io.peerz.node.api.BadParameter;
import io.peerz.node.api.Fields;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the messages of a chat request. */
final class Messages {
  private static final int MAX_MESSAGES = 256;
  private static final int MAX_CALLS = 64;
  private static final String CALLS = "tool_calls";
  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");
  private static final Set<String> TEXT_PARTS = Set.of("text", "input_text");

  private Messages() {}

  static List<ChatMessage> parse(Fields fields) {
    return fields.objects("messages", MAX_MESSAGES).stream().map(Messages::message).toList();
  }

  private static ChatMessage message(JsonObject json) {
    Object role = json.getValue("role");
    // What newer clients call "developer" is the system message of every template.
    String known = "developer".equals(role) ? "system" : String.valueOf(role);
    if (!ROLES.contains(known)) {
      throw BadParameter.invalid(
          "messages", "role must be system, developer, user, assistant or tool");
    }
    try {
      return new ChatMessage(known, content(json), calls(known, json), answered(known, json));
    } catch (PeerzException e) {
      throw BadParameter.invalid("messages", e.getMessage());
    }
  }

  private static List<ToolCall> calls(String role, JsonObject json) {
    Fields fields = new Fields(json);
    if (!fields.has(CALLS) || !role.equals("assistant")) {
      return List.of();
    }
    return fields.objects(CALLS, MAX_CALLS).stream().map(Messages::call).toList();
  }

  private static ToolCall call(JsonObject call) {
    if (call.getValue("function") instanceof JsonObject function
        && call.getValue("id") instanceof String id
        && function.getValue("name") instanceof String name
        && function.getValue("arguments") instanceof String arguments) {
      return new ToolCall(id, name, arguments.isBlank() ? "{}" : arguments);
    }
    throw BadParameter.invalid(
        "messages", "a tool call needs an id and a function with name and arguments");
  }

  private static Optional<String> answered(String role, JsonObject json) {
    if (!role.equals("tool")) {
      return Optional.empty();
    }
    if (json.getValue("tool_call_id") instanceof String id && !id.isEmpty()) {
      return Optional.of(id);
    }
    throw BadParameter.invalid("messages", "a tool's message needs the tool_call_id it answers");
  }

  /** An assistant that calls tools may say nothing else. */
  private static String content(JsonObject json) {
    Object content = json.getValue("content");
    return content == null && json.getValue(CALLS) != null ? "" : content(content);
  }

  /** A string, or a list of text parts. */
  private static String content(Object content) {
    return switch (content) {
      case String text -> text;
      case JsonArray parts -> parts.stream().map(Messages::part).collect(Collectors.joining());
      case null, default ->
          throw BadParameter.invalid(
              "messages", "content must be a string or a list of text parts");
    };
  }

  private static String part(Object part) {
    if (part instanceof JsonObject object
        && TEXT_PARTS.contains(String.valueOf(object.getValue("type")))
        && object.getValue("text") instanceof String text) {
      return text;
    }
    throw BadParameter.unsupported("messages", "only parts of type text are served");
  }
}
