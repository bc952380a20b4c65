package io.peerz.inference.text.jinja;

import java.util.List;
import java.util.Map;

/** The tests behind {@code is}. */
final class Tests {
  private Tests() {}

  static boolean apply(String name, Object value, List<Object> arguments, int line) {
    return switch (name) {
      case "defined" -> value != Values.Undefined.INSTANCE;
      case "undefined" -> value == Values.Undefined.INSTANCE;
      case "none" -> value == Values.None.NONE;
      case "string" -> value instanceof String;
      case "mapping" -> value instanceof Map;
      case "sequence", "iterable" ->
          value instanceof List || value instanceof String || value instanceof Map;
      case "number" -> value instanceof Long || value instanceof Double;
      case "integer" -> value instanceof Long;
      case "boolean" -> value instanceof Boolean;
      case "true" -> value.equals(true);
      case "false" -> value.equals(false);
      case "odd" -> value instanceof Long n && n % 2 != 0;
      case "even" -> value instanceof Long n && n % 2 == 0;
      case "equalto", "eq" -> Operators.equal(value, argument(arguments, name, line));
      case "in" -> (boolean) Operators.apply("in", value, argument(arguments, name, line), line);
      default -> throw TemplateException.at(line, "the test '" + name + "' is not supported");
    };
  }

  private static Object argument(List<Object> arguments, String name, int line) {
    if (arguments.size() != 1) {
      throw TemplateException.at(line, "the test '" + name + "' needs one argument");
    }
    return arguments.getFirst();
  }
}
