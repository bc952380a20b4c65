package io.peerz.node.api.openai;

import io.peerz.inference.grammar.Grammar;
import io.peerz.inference.sample.AnswerFormat;
import io.peerz.inference.text.ToolCall;
import io.peerz.inference.text.ToolSyntax;
import io.peerz.node.api.BadParameter;
import io.peerz.node.api.Fields;
import io.peerz.node.gateway.ToolUse;
import io.peerz.proof.error.PeerzException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. */
final class Tools {
  private static final String TOOLS = "tools";
  private static final String CHOICE = "tool_choice";
  private static final String SEVERAL = "parallel_tool_calls";
  private static final int MOST_TOOLS = 64;
  private static final int LONGEST_DEFINITION = 32 << 10;
  private static final JsonObject NO_PARAMETERS =
      new JsonObject().put("type", "object").put("properties", new JsonObject());

  private Tools() {}

  static ToolUse parse(Fields fields) {
    boolean several = !fields.has(SEVERAL) || fields.flag(SEVERAL);
    if (isEmpty(fields)) {
      requireNothing(fields);
      return ToolUse.NONE;
    }
    List<JsonObject> given = fields.objects(TOOLS, MOST_TOOLS);
    ToolUse all = new ToolUse(given.stream().map(Tools::tool).toList(), false, several);
    Set<String> names = new HashSet<>();
    all.tools().forEach(tool -> requireNew(names.add(tool.name()), tool.name()));
    ToolUse chosen = chosen(all, fields);
    if (chosen.forced()) {
      requireGrammar(chosen);
    } else if (!chosen.isNone() && given.stream().anyMatch(Tools::isStrict)) {
      throw BadParameter.unsupported(
          TOOLS, "strict is kept only where tool_choice is required or names a tool");
    }
    return chosen;
  }

  private static boolean isEmpty(Fields fields) {
    return !fields.has(TOOLS) || new JsonArray().equals(fields.value(TOOLS));
  }

  private static void requireNothing(Fields fields) {
    Object choice = fields.value(CHOICE);
    if (choice != null && !"none".equals(choice) && !"auto".equals(choice)) {
      throw BadParameter.invalid(CHOICE, "needs tools to choose from");
    }
  }

  private static ToolUse.Tool tool(JsonObject tool) {
    if (!"function".equals(tool.getValue("type"))) {
      throw BadParameter.unsupported(TOOLS, "only tools of type function are served");
    }
    if (!(tool.getValue("function") instanceof JsonObject function)
        || !(function.getValue("name") instanceof String name)) {
      throw BadParameter.invalid(TOOLS, "every tool needs a function with a name");
    }
    Object parameters = function.getValue("parameters", NO_PARAMETERS);
    if (!(parameters instanceof JsonObject schema)) {
      throw BadParameter.invalid(TOOLS, "the parameters of " + name + " must be a JSON schema");
    }
    String definition = tool.encode();
    if (definition.length() > LONGEST_DEFINITION) {
      throw BadParameter.invalid(TOOLS, "the tool " + name + " is longer than 32 KiB");
    }
    try {
      return new ToolUse.Tool(ToolCall.requireName(name), definition, schema.encode());
    } catch (PeerzException e) {
      throw BadParameter.invalid(TOOLS, e.getMessage());
    }
  }

  private static boolean isStrict(JsonObject tool) {
    return Boolean.TRUE.equals(tool.getJsonObject("function").getValue("strict"));
  }

  private static void requireNew(boolean isNew, String name) {
    if (!isNew) {
      throw BadParameter.invalid(TOOLS, "two tools are called " + name);
    }
  }

  private static ToolUse chosen(ToolUse all, Fields fields) {
    return switch (fields.value(CHOICE)) {
      case null -> all;
      case String word when word.equals("auto") -> all;
      case String word when word.equals("none") -> ToolUse.NONE;
      case String word when word.equals("required") -> new ToolUse(all.tools(), true, false);
      case JsonObject named when "function".equals(named.getValue("type")) -> only(all, named);
      default ->
          throw BadParameter.unsupported(
              CHOICE, "must be none, auto, required or {type: function, function: {name}}");
    };
  }

  private static ToolUse only(ToolUse all, JsonObject named) {
    Object function = named.getValue("function");
    Object name = function instanceof JsonObject object ? object.getValue("name") : null;
    return all.only(String.valueOf(name))
        .orElseThrow(() -> BadParameter.invalid(CHOICE, "names no tool of this request"));
  }

  /** A call that must come is held to its schema, so the schema must be understood. */
  private static void requireGrammar(ToolUse use) {
    for (ToolSyntax syntax : ToolSyntax.values()) {
      String schema = use.schema(syntax.argumentsKey());
      if (schema.length() > AnswerFormat.MAX_SCHEMA_BYTES) {
        throw BadParameter.invalid(TOOLS, "together they are longer than 16 KiB; name one");
      }
      try {
        Grammar.ofSchema(schema);
      } catch (PeerzException e) {
        throw BadParameter.unsupported(TOOLS, e.getMessage());
      }
    }
  }
}
