package io.peerz.inference.text.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a template: String, Long, Double, Boolean, List, Map, none, undefined, namespace.
 * Their printing, truth and equality are Python's.
 */
final class Values {
  private Values() {}

  /** Python's None; Java's null means that something is absent from the syntax. */
  enum None {
    NONE;

    @Override
    public String toString() {
      return "None";
    }
  }

  /** What an unknown name is; it prints as nothing and cannot be looked into. */
  enum Undefined {
    INSTANCE;

    @Override
    public String toString() {
      return "";
    }
  }

  /** A mutable object that assignments inside loops can reach. */
  record Namespace(Map<String, Object> fields) {
    Namespace {
      fields = new HashMap<>(fields);
    }
  }

  static boolean isTrue(Object value) {
    return switch (value) {
      case Boolean b -> b;
      case String s -> !s.isEmpty();
      case Long n -> n != 0;
      case Double n -> n != 0;
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      case Undefined _ -> false;
      default -> value != None.NONE;
    };
  }

  static String print(Object value) {
    return switch (value) {
      case Boolean b -> b ? "True" : "False";
      case List<?> list ->
          String.join(", ", list.stream().map(Values::quoted).toList())
              .transform(inner -> "[" + inner + "]");
      case Map<?, ?> map -> {
        List<String> entries = new ArrayList<>();
        map.forEach((key, item) -> entries.add(quoted(key) + ": " + quoted(item)));
        yield "{" + String.join(", ", entries) + "}";
      }
      default -> value.toString();
    };
  }

  /** Python prefers single quotes and takes double ones for a text that holds single ones only. */
  private static String quoted(Object value) {
    if (!(value instanceof String text)) {
      return print(value);
    }
    String escaped = text.replace("\\", "\\\\").replace("\n", "\\n");
    if (text.contains("'") && !text.contains("\"")) {
      return '"' + escaped + '"';
    }
    return "'" + escaped.replace("'", "\\'") + "'";
  }

  static String type(Object value) {
    return switch (value) {
      case Boolean _ -> "boolean";
      case String _ -> "string";
      case Long _, Double _ -> "number";
      case List<?> _ -> "list";
      case Map<?, ?> _ -> "mapping";
      case Namespace _ -> "namespace";
      case Undefined _ -> "undefined";
      default -> "none";
    };
  }
}
