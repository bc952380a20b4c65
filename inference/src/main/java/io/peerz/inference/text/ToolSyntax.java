package io.peerz.inference.text;

import java.util.Optional;
import java.util.regex.Pattern;

/** How a model writes that it calls a tool; read off its chat template, which shows it one. */
public enum ToolSyntax {
  /** Amid text, between tags: Qwen, Hermes and others. */
  TAGGED("<tool_call>", "</tool_call>", "arguments"),

  /** The whole answer is the call: Llama 3. */
  BARE("", "", "parameters");

  private static final Pattern TOOLS = Pattern.compile("\\btools\\b");

  private final String open;
  private final String close;
  private final String argumentsKey;

  ToolSyntax(String open, String close, String argumentsKey) {
    this.open = open;
    this.close = close;
    this.argumentsKey = argumentsKey;
  }

  /** What goes before a call. */
  public String open() {
    return open;
  }

  /** What ends a call; empty where the end of the answer does. */
  public String close() {
    return close;
  }

  /** Name of the arguments beside {@code name}. */
  public String argumentsKey() {
    return argumentsKey;
  }

  /** Empty where the template knows no tools, or writes calls in another way. */
  static Optional<ToolSyntax> of(String template) {
    if (!TOOLS.matcher(template).find()) {
      return Optional.empty();
    }
    if (template.contains(TAGGED.open)) {
      return Optional.of(TAGGED);
    }
    boolean bare = template.contains("ipython") && template.contains("\"" + BARE.argumentsKey);
    return bare ? Optional.of(BARE) : Optional.empty();
  }
}
