package io.peerz.inference.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Methods of strings and mappings, with Python's names. */
final class Methods {
  private Methods() {}

  static Object call(Object target, String method, List<Object> arguments, int line) {
    Object result =
        switch (target) {
          case String text -> ofString(text, method, arguments);
          case Map<?, ?> map -> ofMap(map, method, arguments);
          default -> null;
        };
    if (result == null) {
      throw TemplateException.at(
          line, "a " + Values.type(target) + " has no method '" + method + "' that is supported");
    }
    return result;
  }

  private static Object ofString(String text, String method, List<Object> arguments) {
    String first = arguments.isEmpty() ? null : Values.print(arguments.getFirst());
    String second = arguments.size() < 2 ? null : Values.print(arguments.get(1));
    return switch (method) {
      case "strip" -> stripEnd(stripStart(text, first), first);
      case "lstrip" -> stripStart(text, first);
      case "rstrip" -> stripEnd(text, first);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "capitalize" -> capitalized(text);
      case "title" -> titled(text);
      case "startswith" -> first == null ? null : (Object) text.startsWith(first);
      case "endswith" -> first == null ? null : (Object) text.endsWith(first);
      case "replace" -> second == null ? null : text.replace(first, second);
      case "split" -> split(text, first);
      default -> null;
    };
  }

  /** Strips any of the given characters, or blanks when none are given. */
  private static String stripStart(String text, String characters) {
    int from = 0;
    while (from < text.length() && strips(text.charAt(from), characters)) {
      from++;
    }
    return text.substring(from);
  }

  private static String stripEnd(String text, String characters) {
    int to = text.length();
    while (to > 0 && strips(text.charAt(to - 1), characters)) {
      to--;
    }
    return text.substring(0, to);
  }

  private static boolean strips(char c, String characters) {
    return characters == null ? Character.isWhitespace(c) : characters.indexOf(c) >= 0;
  }

  private static String capitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String titled(String text) {
    StringBuilder result = new StringBuilder();
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      result.append(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
      inWord = Character.isLetter(c);
    }
    return result.toString();
  }

  private static List<String> split(String text, String separator) {
    if (separator != null && !separator.isEmpty()) {
      return List.of(text.split(java.util.regex.Pattern.quote(separator), -1));
    }
    String stripped = text.strip();
    return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+", -1));
  }

  private static Object ofMap(Map<?, ?> map, String method, List<Object> arguments) {
    return switch (method) {
      case "items" -> {
        List<Object> pairs = new ArrayList<>();
        map.forEach((key, value) -> pairs.add(List.of(key, value)));
        yield pairs;
      }
      case "keys" -> List.copyOf(map.keySet());
      case "values" -> List.copyOf(map.values());
      case "get" -> {
        Object found = arguments.isEmpty() ? null : map.get(arguments.getFirst());
        Object otherwise = arguments.size() < 2 ? Values.None.NONE : arguments.get(1);
        yield found == null ? otherwise : found;
      }
      default -> null;
    };
  }
}
