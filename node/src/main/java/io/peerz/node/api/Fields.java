package io.peerz.node.api;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads typed, bounded fields of a JSON request and names the field when one is wrong. */
public final class Fields {
  private final JsonObject json;

  public Fields(JsonObject json) {
    this.json = json;
  }

  public static Fields ofBody(RoutingContext request) {
    try {
      JsonObject json = request.body().asJsonObject();
      if (json != null) {
        return new Fields(json);
      }
    } catch (DecodeException | ClassCastException e) {
      // answered below with the same words
    }
    throw BadParameter.invalid("body", "must be one JSON object");
  }

  public boolean has(String name) {
    return json.getValue(name) != null;
  }

  /** What stands there, of whatever type; null for nothing. */
  public Object value(String name) {
    return json.getValue(name);
  }

  public String text(String name) {
    if (!(json.getValue(name) instanceof String text) || text.isEmpty()) {
      throw BadParameter.invalid(name, "must be a non-empty string");
    }
    return text;
  }

  public boolean flag(String name) {
    Object value = json.getValue(name);
    if (value == null) {
      return false;
    }
    if (!(value instanceof Boolean flag)) {
      throw BadParameter.invalid(name, "must be true or false");
    }
    return flag;
  }

  public boolean isFalse(String name) {
    return Boolean.FALSE.equals(json.getValue(name));
  }

  public double number(String name, double fallback, double least, double most) {
    Object value = json.getValue(name);
    if (value == null) {
      return fallback;
    }
    if (!(value instanceof Number number)
        || !(number.doubleValue() >= least && number.doubleValue() <= most)) {
      throw BadParameter.invalid(name, "must be a number from %s to %s".formatted(least, most));
    }
    return number.doubleValue();
  }

  public long whole(String name, long fallback, long least, long most) {
    Object value = json.getValue(name);
    if (value == null) {
      return fallback;
    }
    if (!(value instanceof Integer || value instanceof Long)
        || ((Number) value).longValue() < least
        || ((Number) value).longValue() > most) {
      throw BadParameter.invalid(
          name, "must be a whole number from %d to %d".formatted(least, most));
    }
    return ((Number) value).longValue();
  }

  public JsonObject object(String name) {
    if (!(json.getValue(name) instanceof JsonObject object)) {
      throw BadParameter.invalid(name, "must be an object");
    }
    return object;
  }

  public List<JsonObject> objects(String name, int most) {
    if (!(json.getValue(name) instanceof JsonArray array)
        || array.isEmpty()
        || array.size() > most) {
      throw BadParameter.invalid(name, "must be a list of 1 to %d objects".formatted(most));
    }
    return array.stream()
        .map(
            item -> {
              if (!(item instanceof JsonObject object)) {
                throw BadParameter.invalid(name, "every item must be an object");
              }
              return object;
            })
        .toList();
  }

  /** A string, or a list of at most {@code most} strings, none empty. */
  public List<String> texts(String name, int most) {
    Object value = json.getValue(name);
    return switch (value) {
      case null -> List.of();
      case String text when !text.isEmpty() -> List.of(text);
      case JsonArray array
          when array.size() <= most
              && array.stream().allMatch(i -> i instanceof String s && !s.isEmpty()) ->
          array.stream().map(String.class::cast).toList();
      default ->
          throw BadParameter.invalid(
              name, "must be a non-empty string or a list of at most %d of them".formatted(most));
    };
  }

  /** Refuses fields that would change the meaning of the answer but are not served. */
  public void refuse(Set<String> names) {
    for (String name : names) {
      if (has(name)) {
        throw BadParameter.unsupported(name, "is not served; leave it out");
      }
    }
  }

  /** The same, but lets through the values that ask for nothing. */
  public void refuseUnless(Map<String, List<Object>> askingForNothing) {
    askingForNothing.forEach(
        (name, harmless) -> {
          if (has(name) && !harmless.contains(json.getValue(name))) {
            throw BadParameter.unsupported(name, "is not served; leave it out");
          }
        });
  }

  /** Without the fields whose value is "auto": they mean what leaving them out means. */
  public Fields withoutAuto() {
    JsonObject chosen = json.copy();
    chosen.fieldNames().removeIf(name -> "auto".equals(json.getValue(name)));
    return new Fields(chosen);
  }
}
