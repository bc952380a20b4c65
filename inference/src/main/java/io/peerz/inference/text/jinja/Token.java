package io.peerz.inference.text.jinja;

/** A lexical unit and the line where it begins. */
record Token(Kind kind, String text, int line) {
  enum Kind {
    /** Plain text between tags. */
    TEXT,
    /** {@code {%} and {@code {{}, and their ends. */
    TAG_OPEN,
    TAG_CLOSE,
    OUTPUT_OPEN,
    OUTPUT_CLOSE,
    NAME,
    STRING,
    NUMBER,
    SYMBOL,
    END
  }

  boolean is(Kind wanted, String wantedText) {
    return kind == wanted && text.equals(wantedText);
  }
}
