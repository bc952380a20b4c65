package io.peerz.inference.text.jinja;

import java.util.List;
import java.util.Map;

/** The filters. */
final class Filters {
  private Filters() {}

  static Object apply(
      String name, Object value, List<Object> arguments, Map<String, Object> named, int line) {
    return switch (name) {
      case "trim" -> Values.print(value).strip();
      case "upper" -> Methods.call(Values.print(value), "upper", List.of(), line);
      case "lower" -> Methods.call(Values.print(value), "lower", List.of(), line);
      case "capitalize" -> Methods.call(Values.print(value), "capitalize", List.of(), line);
      case "title" -> Methods.call(Values.print(value), "title", List.of(), line);
      case "replace" -> Methods.call(Values.print(value), "replace", arguments, line);
      case "items" -> Methods.call(value, "items", List.of(), line);
      case "length", "count" -> length(value, line);
      case "first" -> Items.get(value, 0L);
      case "last" -> Items.get(value, -1L);
      case "list" -> List.copyOf(Items.iterate(value, line));
      case "join" -> join(value, arguments, line);
      case "string", "safe" -> Values.print(value);
      case "int" -> toInt(value);
      case "default", "d" -> otherwise(value, arguments);
      case "tojson" -> Json.write(value, named.get("indent") instanceof Long n ? n.intValue() : 0);
      default -> throw TemplateException.at(line, "the filter '" + name + "' is not supported");
    };
  }

  private static Long length(Object value, int line) {
    return value instanceof String text
        ? (long) text.codePointCount(0, text.length())
        : (long) Items.iterate(value, line).size();
  }

  private static String join(Object value, List<Object> arguments, int line) {
    String separator = arguments.isEmpty() ? "" : Values.print(arguments.getFirst());
    return String.join(separator, Items.iterate(value, line).stream().map(Values::print).toList());
  }

  private static Long toInt(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    try {
      return Long.valueOf(Values.print(value).strip());
    } catch (NumberFormatException e) {
      return 0L;
    }
  }

  private static Object otherwise(Object value, List<Object> arguments) {
    boolean emptyToo = arguments.size() > 1 && Values.isTrue(arguments.get(1));
    boolean missing = value == Values.Undefined.INSTANCE || (emptyToo && !Values.isTrue(value));
    return missing ? (arguments.isEmpty() ? "" : arguments.getFirst()) : value;
  }
}
