package io.peerz.inference.text;

import io.peerz.inference.text.jinja.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a template sees of a conversation and its tools, as transformers shows it. The marks of
 * special tokens are taken out of every text, so that nobody can speak in another role's name.
 */
final class TemplateNames {
  private final List<String> marks;

  TemplateNames(List<String> marks) {
    this.marks = List.copyOf(marks);
  }

  List<Object> messages(List<ChatMessage> messages) {
    List<Object> list = new ArrayList<>();
    Map<String, String> called = new HashMap<>();
    for (ChatMessage message : messages) {
      message.calls().forEach(call -> called.put(call.id(), call.name()));
      list.add(message(message, called));
    }
    return list;
  }

  private Map<String, Object> message(ChatMessage message, Map<String, String> called) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("role", message.role());
    shown.put("content", withoutMarks(message.content()));
    if (!message.calls().isEmpty()) {
      shown.put("tool_calls", message.calls().stream().map(this::call).toList());
    }
    message
        .answeredCall()
        .ifPresent(
            id -> {
              shown.put("tool_call_id", withoutMarks(id));
              shown.put("name", called.getOrDefault(id, ""));
            });
    return shown;
  }

  private Map<String, Object> call(ToolCall call) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", call.name());
    function.put("arguments", json(call.arguments()));
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", withoutMarks(call.id()));
    shown.put("type", "function");
    shown.put("function", function);
    return shown;
  }

  /** A JSON text as the values of a template. */
  Object json(String text) {
    return value(JsonMapper.shared().readTree(text));
  }

  private Object value(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties()
          .forEach(entry -> map.put(withoutMarks(entry.getKey()), value(entry.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(item -> list.add(value(item)));
      return list;
    }
    if (node.isString()) {
      return withoutMarks(node.stringValue());
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isNumber()) {
      return node.canConvertToLong() && node.isIntegralNumber()
          ? (Object) node.longValue()
          : node.doubleValue();
    }
    return Template.none();
  }

  /** Looks back after each character, so that halves joined by a removal are found as well. */
  private String withoutMarks(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      result.append(text.charAt(i));
      for (String mark : marks) {
        int start = result.length() - mark.length();
        if (start >= 0 && result.indexOf(mark, start) == start) {
          result.setLength(start);
        }
      }
    }
    return result.toString();
  }
}
