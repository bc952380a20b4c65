package io.peerz.inference.text.jinja;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The global functions. */
final class Functions {
  private static final long MAX_RANGE = 100_000;

  private Functions() {}

  static Object call(String name, List<Object> arguments, Map<String, Object> named, int line) {
    return switch (name) {
      case "raise_exception" ->
          throw new TemplateException(
              arguments.isEmpty() ? "refused" : Values.print(arguments.getFirst()), true);
      case "namespace" -> new Values.Namespace(named);
      case "range" -> range(arguments, line);
      default -> throw TemplateException.at(line, "the function '" + name + "' is not supported");
    };
  }

  private static List<Long> range(List<Object> arguments, int line) {
    long[] bounds = new long[arguments.size()];
    for (int i = 0; i < bounds.length; i++) {
      if (!(arguments.get(i) instanceof Long bound)) {
        throw TemplateException.at(line, "range needs whole numbers");
      }
      bounds[i] = bound;
    }
    if (bounds.length == 0 || bounds.length > 2) {
      throw TemplateException.at(line, "range needs one or two numbers");
    }
    long from = bounds.length == 1 ? 0 : bounds[0];
    long to = bounds[bounds.length - 1];
    if (to > from && (to - from > MAX_RANGE || to - from < 0)) {
      throw TemplateException.at(line, "range has more than " + MAX_RANGE + " numbers");
    }
    return LongStream.range(from, Math.max(from, to)).boxed().toList();
  }
}
