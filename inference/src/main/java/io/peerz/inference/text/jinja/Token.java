package io.peerz.inference.text.jinja;

/** A lexical unit and the line where it begins. */
record Token(Kind kind, String text, int line) {
  enum Kind {
    /** Plain text between tags. */
    TEXT,
    /** Begins and ends of a statement and of an output. */
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
