package io.peerz.inference.text.jinja;

/** Bounds what a template may do, for it comes from strangers. */
final class Budget {
  private static final int MAX_STEPS = 2_000_000;
  private static final int MAX_CHARACTERS = 8 << 20;

  private int steps;

  void step() {
    if (++steps > MAX_STEPS) {
      throw new TemplateException("the template does not end; more than " + MAX_STEPS + " steps");
    }
  }

  /** Refuses a text that grew too long. */
  void check(Object value) {
    if (value instanceof String text && text.length() > MAX_CHARACTERS) {
      throw new TemplateException("a text grew beyond " + MAX_CHARACTERS + " characters");
    }
  }

  void check(StringBuilder output) {
    if (output.length() > MAX_CHARACTERS) {
      throw new TemplateException("the output grew beyond " + MAX_CHARACTERS + " characters");
    }
  }
}
