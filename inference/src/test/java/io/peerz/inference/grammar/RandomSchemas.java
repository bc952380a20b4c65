package io.peerz.inference.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Schemas by chance, and a judge of values that shares nothing with the compiler. */
final class RandomSchemas {
  private static final JsonMapper JSON = JsonMapper.shared();

  private RandomSchemas() {}

  static ObjectNode of(Random random, int depth) {
    ObjectNode schema = JSON.createObjectNode();
    switch (random.nextInt(depth == 0 ? 6 : 9)) {
      case 0 -> schema.put("type", "number");
      case 1 -> schema.put("type", "integer");
      case 2 -> schema.put("type", "boolean");
      case 3 -> {
        int least = random.nextInt(3);
        schema.put("type", "string").put("minLength", least).put("maxLength", least + 4);
      }
      case 4 -> schema.putArray("enum").add("a\"ä").add(7).add(2.5).addNull();
      case 5 -> schema.putArray("type").add("null").add("string");
      case 6 -> schema.putArray("anyOf").add(of(random, depth - 1)).add(of(random, depth - 1));
      case 7 -> {
        schema.put("type", "array").put("minItems", random.nextInt(3)).put("maxItems", 4);
        schema.set("items", of(random, depth - 1));
      }
      default -> object(schema, random, depth);
    }
    return schema;
  }

  private static void object(ObjectNode schema, Random random, int depth) {
    schema.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (String name : List.of("one", "t\u00fcr", "3\"", "four")) {
      if (random.nextBoolean()) {
        properties.set(name, of(random, depth - 1));
        if (random.nextBoolean()) {
          required.add(name);
        }
      }
    }
  }

  static boolean fits(JsonNode value, JsonNode schema) {
    if (schema.has("enum")) {
      return members(schema.get("enum")).contains(value);
    }
    if (schema.has("anyOf")) {
      return members(schema.get("anyOf")).stream().anyMatch(one -> fits(value, one));
    }
    List<JsonNode> types = new ArrayList<>(members(schema.get("type")));
    if (types.isEmpty()) {
      types.add(schema.get("type"));
    }
    return types.stream().anyMatch(type -> fits(value, type.asString(), schema));
  }

  private static boolean fits(JsonNode value, String type, JsonNode schema) {
    return switch (type) {
      case "number" -> value.isNumber();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "string" -> value.isString() && within(length(value), schema, "Length");
      case "array" ->
          value.isArray()
              && within(value.size(), schema, "Items")
              && members(value).stream().allMatch(item -> fits(item, schema.get("items")));
      default -> value.isObject() && objectFits(value, schema);
    };
  }

  private static boolean objectFits(JsonNode value, JsonNode schema) {
    JsonNode properties = schema.get("properties");
    return members(schema.get("required")).stream().allMatch(name -> value.has(name.asString()))
        && value.propertyNames().stream()
            .allMatch(name -> properties.has(name) && fits(value.get(name), properties.get(name)));
  }

  private static int length(JsonNode text) {
    return text.stringValue().codePointCount(0, text.stringValue().length());
  }

  private static boolean within(int count, JsonNode schema, String what) {
    return count >= schema.path("min" + what).asInt(0)
        && count <= schema.path("max" + what).asInt(Integer.MAX_VALUE);
  }

  private static List<JsonNode> members(JsonNode array) {
    List<JsonNode> members = new ArrayList<>();
    if (array.isArray()) {
      array.forEach(members::add);
    }
    return members;
  }
}
