package io.peerz.node.gateway;

import io.peerz.inference.text.ToolCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which tools a model may call in its answer, and whether it must.
 *
 * @param tools in the caller's order
 * @param forced the answer is a call and nothing else: of any tool, or of the only one listed here
 * @param several more than one call may come in one answer
 */
public record ToolUse(List<Tool> tools, boolean forced, boolean several) {
  /** For an answer of text alone. */
  public static final ToolUse NONE = new ToolUse(List.of(), false, false);

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String DEFINITIONS = "$defs";

  /**
   * One tool.
   *
   * @param definition the JSON object that describes it, for the model's template
   * @param parameters JSON schema of its arguments
   */
  public record Tool(String name, String definition, String parameters) {
    public Tool {
      ToolCall.requireName(name);
    }
  }

  public ToolUse {
    tools = List.copyOf(tools);
  }

  public boolean isNone() {
    return tools.isEmpty();
  }

  boolean has(String name) {
    return tools.stream().anyMatch(tool -> tool.name().equals(name));
  }

  /** The same with one tool alone, which must be called; empty where it is not among these. */
  public Optional<ToolUse> only(String name) {
    return tools.stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .map(tool -> new ToolUse(List.of(tool), true, false));
  }

  /** JSON schema of a call: an object with the name and what a model calls the arguments. */
  public String schema(String argumentsKey) {
    Map<String, JsonNode> definitions = new LinkedHashMap<>();
    List<ObjectNode> calls =
        tools.stream().map(tool -> call(tool, argumentsKey, definitions)).toList();
    ObjectNode schema =
        calls.size() == 1
            ? calls.getFirst()
            : JSON.createObjectNode().set("anyOf", JSON.valueToTree(calls));
    if (!definitions.isEmpty()) {
      schema.set(DEFINITIONS, JSON.valueToTree(definitions));
    }
    return JSON.writeValueAsString(schema);
  }

  /** References lead to the top of a schema, so the definitions of a tool are moved there. */
  private static ObjectNode call(
      Tool tool, String argumentsKey, Map<String, JsonNode> definitions) {
    JsonNode parameters = JSON.readTree(tool.parameters());
    if (parameters instanceof ObjectNode object
        && object.remove(DEFINITIONS) instanceof ObjectNode own) {
      own.properties().forEach(entry -> define(entry.getKey(), entry.getValue(), definitions));
    }
    ObjectNode properties = JSON.createObjectNode();
    properties.set("name", JSON.createObjectNode().put("const", tool.name()));
    properties.set(argumentsKey, parameters);
    ObjectNode call = JSON.createObjectNode().put("type", "object");
    call.set("properties", properties);
    call.set("required", JSON.valueToTree(List.of("name", argumentsKey)));
    return call;
  }

  private static void define(String name, JsonNode schema, Map<String, JsonNode> definitions) {
    JsonNode other = definitions.putIfAbsent(name, schema);
    if (other != null && !other.equals(schema)) {
      throw new UnservedByModel(
          "tools", "two tools mean different things by $defs/" + name + "; rename one");
    }
  }
}
