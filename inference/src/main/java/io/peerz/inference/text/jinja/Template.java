package io.peerz.inference.text.jinja;

import java.util.List;
import java.util.Map;

/** A parsed template; immutable, so that any thread may render it. */
public final class Template {
  private static final int MAX_SOURCE = 256 << 10;

  private final List<Statement> body;

  private Template(List<Statement> body) {
    this.body = body;
  }

  /** Throws {@link TemplateException} for what is not Jinja or not in the subset. */
  public static Template parse(String source) {
    if (source.length() > MAX_SOURCE) {
      throw new TemplateException("the template is longer than " + MAX_SOURCE + " characters");
    }
    return new Template(TemplateParser.parse(source));
  }

  /** What Python's None is among the names. */
  public static Object none() {
    return Values.None.NONE;
  }

  /** Renders with the given names: String, Boolean, Long, Double, List, Map and none only. */
  public String render(Map<String, Object> names) {
    return new Renderer().render(body, names);
  }
}
