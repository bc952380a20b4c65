package io.peerz.inference.gguf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings at the beginning of the file. Whole numbers are kept as long, others as double, text
 * as String, lists as List.
 */
final class GgufMetadata {
  private static final int MAX_KEYS = 10_000;

  /** Of all lists together: some words of a tokenizer each take a token, a score and a type. */
  private static final int MAX_ELEMENTS = 4_000_000;

  private static final int LIST = 9;

  private final Map<String, Object> values = new HashMap<>();
  private long elements;

  static GgufMetadata read(GgufCursor cursor, long keys) {
    if (keys > MAX_KEYS) {
      throw Gguf.bad("the header has " + keys + " keys; at most " + MAX_KEYS + " are read.");
    }
    GgufMetadata metadata = new GgufMetadata();
    for (long i = 0; i < keys; i++) {
      String key = cursor.text();
      if (metadata.values.put(key, metadata.value(cursor, cursor.int32(), key)) != null) {
        throw Gguf.bad("the key " + key + " occurs twice.");
      }
    }
    return metadata;
  }

  private Object value(GgufCursor cursor, int type, String key) {
    return switch (type) {
      case 0 -> (long) Byte.toUnsignedInt(cursor.int8());
      case 1 -> (long) cursor.int8();
      case 2 -> (long) Short.toUnsignedInt(cursor.int16());
      case 3 -> (long) cursor.int16();
      case 4 -> cursor.uint32();
      case 5 -> (long) cursor.int32();
      case 6 -> (double) Float.intBitsToFloat(cursor.int32());
      case 7 -> cursor.int8() != 0;
      case 8 -> cursor.text();
      case LIST -> list(cursor, key);
      case 10, 11 -> cursor.int64();
      case 12 -> Double.longBitsToDouble(cursor.int64());
      default -> throw Gguf.bad("the key " + key + " has the unknown type " + type + ".");
    };
  }

  private List<Object> list(GgufCursor cursor, String key) {
    int type = cursor.int32();
    long count = cursor.count("elements of " + key, 1);
    elements += count;
    if (type == LIST || elements > MAX_ELEMENTS) {
      throw Gguf.bad("the list " + key + " is of lists, or too long.");
    }
    List<Object> list = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      list.add(value(cursor, type, key));
    }
    return list;
  }

  Optional<String> text(String key) {
    return find(key, String.class);
  }

  Optional<Long> whole(String key) {
    return find(key, Long.class);
  }

  Optional<Double> number(String key) {
    return values.get(key) instanceof Long whole
        ? Optional.of((double) whole)
        : find(key, Double.class);
  }

  Optional<Boolean> flag(String key) {
    return find(key, Boolean.class);
  }

  /** A list whose elements are all of one kind; empty where there is none. */
  <T> List<T> list(String key, Class<T> kind) {
    List<T> result = new ArrayList<>();
    for (Object element : find(key, List.class).orElse(List.of())) {
      if (!kind.isInstance(element)) {
        throw Gguf.bad("the list " + key + " has another kind of element than it should.");
      }
      result.add(kind.cast(element));
    }
    return result;
  }

  String requireText(String key) {
    return text(key).orElseThrow(() -> missing(key));
  }

  long requireWhole(String key) {
    return whole(key).orElseThrow(() -> missing(key));
  }

  private static RuntimeException missing(String key) {
    return Gguf.bad("the key " + key + " is missing; the file is no model for inference.");
  }

  private <T> Optional<T> find(String key, Class<T> kind) {
    Object value = values.get(key);
    if (value != null && !kind.isInstance(value)) {
      throw Gguf.bad("the key " + key + " has another type than it should.");
    }
    return Optional.ofNullable(kind.cast(value));
  }
}
