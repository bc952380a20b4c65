package io.peerz.inference.text.jinja;

import java.util.HashMap;
import java.util.Map;

/** Names in sight; a loop's body has its own, and what it sets ends with each pass. */
final class Scope {
  private final Scope outer;
  private final Map<String, Object> names;

  Scope(Map<String, Object> names) {
    this(null, new HashMap<>(names));
  }

  private Scope(Scope outer, Map<String, Object> names) {
    this.outer = outer;
    this.names = names;
  }

  Scope inner() {
    return new Scope(this, new HashMap<>());
  }

  void set(String name, Object value) {
    names.put(name, value);
  }

  Object get(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Object value = scope.names.get(name);
      if (value != null) {
        return value;
      }
    }
    return Values.Undefined.INSTANCE;
  }
}
