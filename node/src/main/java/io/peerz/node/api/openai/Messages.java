package io.peerz.node.api.openai;

import io.peerz.inference.text.ChatMessage;
import io.peerz.node.api.BadParameter;
import io.peerz.node.api.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the messages of a chat request. */
final class Messages {
  private static final int MAX_MESSAGES = 256;
  private static final Set<String> ROLES = Set.of("system", "user", "assistant");
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
      throw BadParameter.invalid("messages", "role must be system, developer, user or assistant");
    }
    return new ChatMessage(known, content(json.getValue("content")));
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
