package io.peerz.inference.text.jinja;

/** A template that cannot be read or run; the message says where and why. */
public final class TemplateException extends RuntimeException {
  private final boolean raised;

  TemplateException(String message) {
    this(message, false);
  }

  TemplateException(String message, boolean raised) {
    super(message);
    this.raised = raised;
  }

  static TemplateException at(int line, String message) {
    return new TemplateException("line " + line + ": " + message);
  }

  /** Whether the template itself refused its input by raise_exception. */
  public boolean isRaised() {
    return raised;
  }
}
