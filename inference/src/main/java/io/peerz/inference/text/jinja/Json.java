package io.peerz.inference.text.jinja;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes a value as JSON the way Python's json.dumps does, without escaping to ASCII. */
final class Json {
  private final StringBuilder out = new StringBuilder();
  private final int indent;

  private Json(int indent) {
    this.indent = indent;
  }

  static String write(Object value, int indent) {
    Json json = new Json(indent);
    json.append(value, 1);
    return json.out.toString();
  }

  private void append(Object value, int depth) {
    switch (value) {
      case String text -> quote(text);
      case List<?> list -> sequence('[', ']', list.iterator(), depth);
      case Map<?, ?> map -> sequence('{', '}', map.entrySet().iterator(), depth);
      case Map.Entry<?, ?> entry -> {
        quote(Values.print(entry.getKey()));
        out.append(": ");
        append(entry.getValue(), depth);
      }
      case Boolean b -> out.append(b);
      case Long number -> out.append(number);
      case Double number -> out.append(number);
      default -> {
        if (value != Values.None.NONE) {
          throw new TemplateException("a " + Values.type(value) + " has no JSON form");
        }
        out.append("null");
      }
    }
  }

  private void sequence(char open, char close, Iterator<?> items, int depth) {
    out.append(open);
    boolean any = items.hasNext();
    while (items.hasNext()) {
      newline(depth);
      append(items.next(), depth + 1);
      if (items.hasNext()) {
        out.append(indent > 0 ? "," : ", ");
      }
    }
    if (any) {
      newline(depth - 1);
    }
    out.append(close);
  }

  private void newline(int depth) {
    if (indent > 0) {
      out.append('\n').append(" ".repeat(indent * depth));
    }
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c < 0x20 ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    out.append('"');
  }
}
