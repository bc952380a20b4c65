package io.peerz.inference.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Binary operators, with Python's meaning. */
final class Operators {
  private Operators() {}

  static Object apply(String operator, Object left, Object right, int line) {
    return switch (operator) {
      case "==" -> equal(left, right);
      case "!=" -> !equal(left, right);
      case "in" -> contains(right, left, line);
      case "~" -> Values.print(left) + Values.print(right);
      case "+" -> add(left, right, line);
      case "<", ">", "<=", ">=" -> ordered(operator, left, right, line);
      default -> arithmetic(operator, left, right, line);
    };
  }

  static boolean equal(Object left, Object right) {
    return Objects.equals(asNumber(left), asNumber(right));
  }

  /** Python's True equals 1. */
  private static Object asNumber(Object value) {
    return value instanceof Boolean b ? (Object) (b ? 1L : 0L) : value;
  }

  private static boolean contains(Object container, Object item, int line) {
    return switch (container) {
      case String text when item instanceof String part -> text.contains(part);
      case List<?> list -> list.stream().anyMatch(element -> equal(element, item));
      case Map<?, ?> map -> map.containsKey(item);
      case Values.Undefined _ -> false;
      default -> throw TemplateException.at(line, "'in' needs a text, list or mapping");
    };
  }

  private static Object add(Object left, Object right, int line) {
    if (left instanceof String a && right instanceof String b) {
      return a + b;
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      List<Object> both = new ArrayList<>(a);
      both.addAll(b);
      return both;
    }
    return arithmetic("+", left, right, line);
  }

  private static Object arithmetic(String operator, Object left, Object right, int line) {
    if (!(left instanceof Long a) || !(right instanceof Long b)) {
      throw TemplateException.at(
          line, "'" + operator + "' of a " + Values.type(left) + " and a " + Values.type(right));
    }
    if (b == 0 && "/%//".contains(operator)) {
      throw TemplateException.at(line, "division by zero");
    }
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "//" -> Math.floorDiv(a, b);
      case "%" -> Math.floorMod(a, b);
      case "/" -> (double) a / b;
      default -> throw TemplateException.at(line, "the operator " + operator + " is not supported");
    };
  }

  private static boolean ordered(String operator, Object left, Object right, int line) {
    int order;
    if (left instanceof Long a && right instanceof Long b) {
      order = Long.compare(a, b);
    } else if (left instanceof String a && right instanceof String b) {
      order = a.compareTo(b);
    } else {
      throw TemplateException.at(line, "only two numbers or two texts can be ordered");
    }
    return switch (operator) {
      case "<" -> order < 0;
      case ">" -> order > 0;
      case "<=" -> order <= 0;
      default -> order >= 0;
    };
  }

  static Object negate(Object value) {
    if (value instanceof Long number) {
      return -number;
    }
    throw new TemplateException("'-' of a " + Values.type(value));
  }
}
