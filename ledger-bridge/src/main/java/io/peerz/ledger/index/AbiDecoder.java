package io.peerz.ledger.index;

import io.peerz.proof.id.Hex;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads ABI-encoded values by their declaration in an ABI file, tuples and arrays included. Whole
 * numbers of up to 48 bits become JSON numbers, larger ones decimal text; bytes and addresses
 * become 0x-hex in lower case. Malformed data is an IllegalArgumentException.
 */
final class AbiDecoder {
  private static final int WORD = 32;
  private static final int EXACT_BITS = 48;
  private static final int MOST_ELEMENTS = 4096;

  private final byte[] data;

  AbiDecoder(byte[] data) {
    this.data = data;
  }

  /** Values of the given parameters, by name; one without a name gets its position. */
  ObjectNode decode(Iterable<JsonNode> parameters) {
    return tuple(parameters, 0);
  }

  private ObjectNode tuple(Iterable<JsonNode> parameters, int start) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    int head = start;
    int position = 0;
    for (JsonNode parameter : parameters) {
      String type = parameter.path("type").asString();
      String name = parameter.path("name").asString("");
      int at = isDynamic(parameter, type) ? start + offset(head) : head;
      values.set(name.isEmpty() ? "arg" + position : name, value(parameter, type, at));
      head += headBytes(parameter, type);
      position++;
    }
    return values;
  }

  private JsonNode value(JsonNode parameter, String type, int at) {
    if (type.endsWith("]")) {
      return array(parameter, type, at);
    }
    return switch (type) {
      case "tuple" -> tuple(parameter.path("components"), at);
      case "string" ->
          JsonNodeFactory.instance.stringNode(new String(blob(at), StandardCharsets.UTF_8));
      case "bytes" -> JsonNodeFactory.instance.stringNode(Hex.encode(blob(at)));
      default -> word(type, slice(at, WORD));
    };
  }

  private ArrayNode array(JsonNode parameter, String type, int at) {
    int bracket = type.lastIndexOf('[');
    String element = type.substring(0, bracket);
    String size = type.substring(bracket + 1, type.length() - 1);
    int count = size.isEmpty() ? offset(at) : Integer.parseInt(size);
    if (count > MOST_ELEMENTS) {
      throw new IllegalArgumentException("an array of " + count + " elements");
    }
    int start = size.isEmpty() ? at + WORD : at;
    boolean dynamic = isDynamic(parameter, element);
    int step = dynamic ? WORD : headBytes(parameter, element);
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < count; i++) {
      int head = start + i * step;
      values.add(value(parameter, element, dynamic ? start + offset(head) : head));
    }
    return values;
  }

  /** One static value that fills a word, as topics do. */
  static JsonNode word(String type, byte[] word) {
    if (type.equals("address")) {
      return JsonNodeFactory.instance.stringNode(Hex.encode(Arrays.copyOfRange(word, 12, WORD)));
    }
    if (type.equals("bool")) {
      return JsonNodeFactory.instance.booleanNode(word[WORD - 1] != 0);
    }
    if (type.startsWith("uint") || type.startsWith("int")) {
      return number(type, word);
    }
    if (type.startsWith("bytes")) {
      int length = Integer.parseInt(type.substring("bytes".length()));
      return JsonNodeFactory.instance.stringNode(Hex.encode(Arrays.copyOf(word, length)));
    }
    throw new IllegalArgumentException("unknown type " + type);
  }

  private static JsonNode number(String type, byte[] word) {
    boolean signed = type.startsWith("int");
    BigInteger value = signed ? new BigInteger(word) : new BigInteger(1, word);
    int bits = Integer.parseInt(type.substring(signed ? 3 : 4));
    return bits <= EXACT_BITS
        ? JsonNodeFactory.instance.numberNode(value.longValueExact())
        : JsonNodeFactory.instance.stringNode(value.toString());
  }

  private byte[] blob(int at) {
    return slice(at + WORD, offset(at));
  }

  private int offset(int at) {
    BigInteger value = new BigInteger(1, slice(at, WORD));
    if (value.bitLength() > 31 || value.intValue() > data.length) {
      throw new IllegalArgumentException("an offset points outside the data");
    }
    return value.intValue();
  }

  private byte[] slice(int at, int length) {
    if (at < 0 || length < 0 || (long) at + length > data.length) {
      throw new IllegalArgumentException("the data ends early");
    }
    return Arrays.copyOfRange(data, at, at + length);
  }

  private static boolean isDynamic(JsonNode parameter, String type) {
    if (type.endsWith("[]") || type.equals("string") || type.equals("bytes")) {
      return true;
    }
    if (type.endsWith("]")) {
      return isDynamic(parameter, type.substring(0, type.lastIndexOf('[')));
    }
    if (type.equals("tuple")) {
      for (JsonNode component : parameter.path("components")) {
        if (isDynamic(component, component.path("type").asString())) {
          return true;
        }
      }
    }
    return false;
  }

  private static int headBytes(JsonNode parameter, String type) {
    if (isDynamic(parameter, type)) {
      return WORD;
    }
    if (type.endsWith("]")) {
      int bracket = type.lastIndexOf('[');
      int count = Integer.parseInt(type.substring(bracket + 1, type.length() - 1));
      return count * headBytes(parameter, type.substring(0, bracket));
    }
    if (!type.equals("tuple")) {
      return WORD;
    }
    int bytes = 0;
    for (JsonNode component : parameter.path("components")) {
      bytes += headBytes(component, component.path("type").asString());
    }
    return bytes;
  }

  /** The canonical type as it stands in a signature. */
  static String canonical(JsonNode parameter) {
    String type = parameter.path("type").asString();
    if (!type.startsWith("tuple")) {
      return type;
    }
    StringBuilder parts = new StringBuilder();
    for (JsonNode component : parameter.path("components")) {
      parts.append(parts.isEmpty() ? "" : ",").append(canonical(component));
    }
    return "(" + parts + ")" + type.substring("tuple".length());
  }
}
