package io.peerz.inference.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looking into strings, lists, mappings and namespaces. */
final class Items {
  private Items() {}

  static Object get(Object target, Object key) {
    Object found =
        switch (target) {
          case Map<?, ?> map -> map.get(key);
          case Values.Namespace namespace -> namespace.fields().get(key);
          case List<?> list when key instanceof Long index -> at(list, index);
          case String text when key instanceof Long index -> at(characters(text), index);
          case Values.Undefined _ ->
              throw new TemplateException("'" + key + "' is asked of something undefined");
          default -> null;
        };
    return found == null ? Values.Undefined.INSTANCE : found;
  }

  private static Object at(List<?> list, long index) {
    long position = index < 0 ? index + list.size() : index;
    return position < 0 || position >= list.size() ? null : list.get((int) position);
  }

  static Object slice(Object target, Long from, Long to, Long step) {
    boolean text = target instanceof String;
    List<Object> items = new ArrayList<>();
    List<?> source = text ? characters((String) target) : target instanceof List<?> l ? l : null;
    if (source == null) {
      throw new TemplateException("a " + Values.type(target) + " cannot be sliced");
    }
    long stride = step == null ? 1 : step;
    if (stride == 0) {
      throw new TemplateException("the step of a slice is zero");
    }
    int size = source.size();
    if (stride > 0) {
      long end = clamp(to, size, 0, size);
      for (long i = clamp(from, size, 0, 0); i < end; i += stride) {
        items.add(source.get((int) i));
      }
    } else {
      long end = to == null ? -1 : clamp(to, size, -1, -1);
      for (long i = Math.min(size - 1L, clamp(from, size, -1, size - 1L)); i > end; i += stride) {
        items.add(source.get((int) i));
      }
    }
    return text ? String.join("", items.stream().map(String.class::cast).toList()) : items;
  }

  private static long clamp(Long bound, int size, long least, long otherwise) {
    if (bound == null) {
      return otherwise;
    }
    return Math.clamp(bound < 0 ? bound + size : bound, least, size);
  }

  /** Python counts code points, not UTF-16 units. */
  static List<String> characters(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  /** What a loop runs over: a mapping gives its keys, a string its characters. */
  static List<?> iterate(Object value, int line) {
    return switch (value) {
      case List<?> list -> list;
      case Map<?, ?> map -> List.copyOf(map.keySet());
      case String text -> characters(text);
      case Values.Undefined _ -> List.of();
      default -> throw TemplateException.at(line, "cannot loop over a " + Values.type(value));
    };
  }
}
