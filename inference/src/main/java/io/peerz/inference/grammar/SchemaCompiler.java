package io.peerz.inference.grammar;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a grammar of a JSON schema. Understood are the types, properties, required, items,
 * minItems, maxItems, minLength, maxLength, enum, const, anyOf, additionalProperties, $defs and
 * $ref; notes such as description are ignored, and every other keyword is refused, since it would
 * be broken silently. Properties come in the order of the schema. One instance compiles one schema.
 */
final class SchemaCompiler {
  private static final int MOST_NODES = 1000;
  private static final int MOST_REPEATS = 256;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> NOTES =
      Set.of("$schema", "$id", "$comment", "title", "description", "default", "examples", "$defs");
  private static final Map<String, Set<String>> KEYWORDS =
      Map.of(
          "object", Set.of("properties", "required", "additionalProperties"),
          "array", Set.of("items", "minItems", "maxItems"),
          "string", Set.of("minLength", "maxLength"),
          "number", Set.of(),
          "integer", Set.of(),
          "boolean", Set.of(),
          "null", Set.of());

  private final Map<String, Term> definitions = new HashMap<>(JsonTerms.definitions());
  private final Set<String> named = new HashSet<>();
  private JsonNode whole;
  private int nodes;

  Grammar compile(String text) {
    whole = parse(text);
    Term root = referred("#", "#");
    Grammar grammar = new Grammar(definitions, root);
    Require.that(
        !grammar.loopsWithoutBytes() && grammar.shortest(root) < Rest.ENDLESS,
        BAD_REQUEST,
        "the schema refers to itself in a way that no finite value can follow");
    return grammar;
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw new PeerzException(BAD_REQUEST, "the schema is not JSON", e);
    }
  }

  private Term value(JsonNode schema, String at) {
    Require.that(
        ++nodes <= MOST_NODES, BAD_REQUEST, "the schema has more than " + MOST_NODES + " parts");
    if (schema.isBoolean() && schema.booleanValue()) {
      return new Term.Reference(JsonTerms.ANY);
    }
    Require.that(schema.isObject(), BAD_REQUEST, at + " in the schema must be an object or true");
    if (schema.has("$ref")) {
      allow(schema, at, Set.of("$ref"));
      return referred(schema.path("$ref").asString(""), at);
    }
    if (schema.has("const")) {
      allow(schema, at, Set.of("const", "type"));
      return literals(List.of(schema.get("const")), schema, at);
    }
    if (schema.has("enum")) {
      allow(schema, at, Set.of("enum", "type"));
      return literals(listed(schema.get("enum"), at + "/enum"), schema, at);
    }
    if (schema.has("anyOf")) {
      allow(schema, at, Set.of("anyOf"));
      List<Term> choices = new ArrayList<>();
      listed(schema.get("anyOf"), at + "/anyOf").forEach(one -> choices.add(value(one, at)));
      return new Term.Choice(choices);
    }
    return ofTypes(schema, at);
  }

  private Term ofTypes(JsonNode schema, String at) {
    List<String> types = types(schema, at);
    Set<String> allowed = new HashSet<>(Set.of("type"));
    types.forEach(type -> allowed.addAll(KEYWORDS.get(type)));
    allow(schema, at, allowed);
    if (types.isEmpty()) {
      return new Term.Reference(JsonTerms.ANY);
    }
    List<Term> choices = new ArrayList<>();
    types.forEach(type -> choices.add(ofType(type, schema, at)));
    return new Term.Choice(choices);
  }

  private Term ofType(String type, JsonNode schema, String at) {
    return switch (type) {
      case "object" -> object(schema, at);
      case "array" -> array(schema, at);
      case "string" -> string(schema, at);
      case "number" -> JsonTerms.NUMBER;
      case "integer" -> JsonTerms.INTEGER;
      case "boolean" -> JsonTerms.BOOLEAN;
      default -> JsonTerms.NULL;
    };
  }

  private Term object(JsonNode schema, String at) {
    JsonNode properties = schema.path("properties");
    JsonNode more = schema.path("additionalProperties");
    Require.that(
        properties.isMissingNode() || properties.isObject(),
        BAD_REQUEST,
        at + "/properties in the schema must be an object");
    Set<String> required = required(schema, at);
    required.removeAll(properties.propertyNames());
    Require.that(
        required.isEmpty(), BAD_REQUEST, at + "/required names what is no property: " + required);
    if (properties.isEmpty()) {
      boolean closed = more.isBoolean() && !more.booleanValue();
      return closed
          ? Term.literal("{}")
          : more.isObject()
              ? JsonTerms.mapOf(value(more, at + "/additionalProperties"))
              : JsonTerms.OBJECT;
    }
    Require.that(
        !more.isObject(),
        BAD_REQUEST,
        at + "/additionalProperties beside properties must be true or false");
    return Term.sequence(
        Term.literal("{"), members(properties, required(schema, at), at), Term.literal("}"));
  }

  /** Built from the last to the first; whether a comma is due depends on what stood before. */
  private Term members(JsonNode properties, Set<String> required, String at) {
    List<String> names = List.copyOf(properties.propertyNames());
    Term first = Term.EMPTY;
    Term later = Term.EMPTY;
    for (String name : names.reversed()) {
      Term pair =
          Term.sequence(
              Term.literal(JSON.writeValueAsString(name)),
              JsonTerms.COLON,
              value(properties.get(name), at + "/properties/" + name));
      boolean must = required.contains(name);
      Term asFirst = Term.sequence(pair, later);
      Term asLater = Term.sequence(JsonTerms.COMMA, pair, later);
      first = must ? asFirst : Term.choice(asFirst, first);
      later = must ? asLater : Term.choice(asLater, later);
    }
    return first;
  }

  private static Set<String> required(JsonNode schema, String at) {
    Set<String> names = new HashSet<>();
    for (JsonNode one : schema.path("required")) {
      Require.that(one.isString(), BAD_REQUEST, at + "/required must list names");
      names.add(one.stringValue());
    }
    return names;
  }

  private Term array(JsonNode schema, String at) {
    Term item = schema.has("items") ? value(schema.get("items"), at + "/items") : any();
    int least = count(schema, "minItems", 0, at);
    int most = count(schema, "maxItems", -1, at);
    Require.that(most < 0 || least <= most, BAD_REQUEST, at + " has more minItems than maxItems");
    return JsonTerms.arrayOf(item, least, most);
  }

  private static Term string(JsonNode schema, String at) {
    int least = count(schema, "minLength", 0, at);
    int most = count(schema, "maxLength", -1, at);
    Require.that(
        most < 0 || least <= most, BAD_REQUEST, at + " has a greater minLength than maxLength");
    Term text =
        most < 0
            ? Term.atLeast(JsonTerms.CHARACTER, least)
            : Term.times(JsonTerms.CHARACTER, least, most);
    return Term.sequence(JsonTerms.QUOTE, text, JsonTerms.QUOTE);
  }

  private static Term any() {
    return new Term.Reference(JsonTerms.ANY);
  }

  private Term literals(List<JsonNode> values, JsonNode schema, String at) {
    List<String> types = types(schema, at);
    List<Term> choices = new ArrayList<>();
    for (JsonNode value : values) {
      if (types.isEmpty() || types.stream().anyMatch(type -> isOf(type, value))) {
        choices.add(Term.literal(JSON.writeValueAsString(value)));
      }
    }
    Require.that(!choices.isEmpty(), BAD_REQUEST, at + " has no value of its type");
    return new Term.Choice(choices);
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "number" -> value.isNumber();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      default -> value.isNull();
    };
  }

  /** Each definition once, however often and from wherever it is named. */
  private Term referred(String pointer, String at) {
    Require.that(
        pointer.equals("#") || pointer.startsWith("#/$defs/"),
        BAD_REQUEST,
        at + "/$ref must be # or begin with #/$defs/");
    if (named.add(pointer)) {
      JsonNode target = whole;
      if (!pointer.equals("#")) {
        target = whole.path("$defs").path(pointer.substring("#/$defs/".length()));
      }
      Require.that(!target.isMissingNode(), BAD_REQUEST, at + "/$ref leads nowhere: " + pointer);
      definitions.put(pointer, value(target, pointer));
    }
    return new Term.Reference(pointer);
  }

  private static List<String> types(JsonNode schema, String at) {
    JsonNode type = schema.path("type");
    List<String> types = new ArrayList<>();
    if (type.isArray()) {
      type.forEach(one -> types.add(one.asString("")));
    } else if (!type.isMissingNode()) {
      types.add(type.asString(""));
    }
    types.forEach(
        one ->
            Require.that(
                KEYWORDS.containsKey(one),
                BAD_REQUEST,
                at + "/type must be one of " + KEYWORDS.keySet().stream().sorted().toList()));
    return types;
  }

  private static List<JsonNode> listed(JsonNode array, String at) {
    Require.that(
        array.isArray() && !array.isEmpty(), BAD_REQUEST, at + " must be a list with members");
    List<JsonNode> members = new ArrayList<>();
    array.forEach(members::add);
    return members;
  }

  private static int count(JsonNode schema, String name, int fallback, String at) {
    JsonNode node = schema.path(name);
    if (node.isMissingNode()) {
      return fallback;
    }
    Require.that(
        node.isInt() && node.intValue() >= 0 && node.intValue() <= MOST_REPEATS,
        BAD_REQUEST,
        "%s/%s must be a whole number from 0 to %d".formatted(at, name, MOST_REPEATS));
    return node.intValue();
  }

  private static void allow(JsonNode schema, String at, Set<String> keywords) {
    for (String name : schema.propertyNames()) {
      Require.that(
          keywords.contains(name) || NOTES.contains(name),
          BAD_REQUEST,
          "the schema keyword '%s' at %s is not supported here; leave it out".formatted(name, at));
    }
  }
}
