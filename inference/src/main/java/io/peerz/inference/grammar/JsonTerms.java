package io.peerz.inference.grammar;

import java.util.Map;

/**
 * The parts of JSON texts, in a compact form: at most one space after a colon or comma, numbers of
 * bounded length without exponent, no {@code \\u} escapes. Whatever they produce is JSON in UTF-8.
 */
final class JsonTerms {
  static final String ANY = "any";
  private static final String ANY_OBJECT = "any object";
  private static final String ANY_ARRAY = "any array";
  private static final int MOST_DIGITS = 15; // a double holds each such number exactly

  private static final Term CONTINUATION = Term.range(0x80, 0xbf);
  private static final Term SPACE = Term.optional(Term.literal(" "));
  static final Term COMMA = Term.sequence(Term.literal(","), SPACE);
  static final Term COLON = Term.sequence(Term.literal(":"), SPACE);
  static final Term QUOTE = Term.literal("\"");

  /** One code point inside a string; the well-formed UTF-8 of the Unicode standard, table 3-7. */
  static final Term CHARACTER =
      Term.choice(
          new Term.OneByte(ByteSet.range(0x20, 0x7e).without('"').without('\\')),
          Term.sequence(Term.literal("\\"), new Term.OneByte(ByteSet.of("\"\\/bfnrt"))),
          Term.sequence(Term.range(0xc2, 0xdf), CONTINUATION),
          Term.sequence(Term.range(0xe0, 0xe0), Term.range(0xa0, 0xbf), CONTINUATION),
          Term.sequence(Term.range(0xe1, 0xec), CONTINUATION, CONTINUATION),
          Term.sequence(Term.range(0xed, 0xed), Term.range(0x80, 0x9f), CONTINUATION),
          Term.sequence(Term.range(0xee, 0xef), CONTINUATION, CONTINUATION),
          Term.sequence(Term.range(0xf0, 0xf0), Term.range(0x90, 0xbf), CONTINUATION, CONTINUATION),
          Term.sequence(Term.range(0xf1, 0xf3), CONTINUATION, CONTINUATION, CONTINUATION),
          Term.sequence(
              Term.range(0xf4, 0xf4), Term.range(0x80, 0x8f), CONTINUATION, CONTINUATION));

  static final Term STRING = Term.sequence(QUOTE, new Term.Repeat(CHARACTER), QUOTE);

  private static final Term DIGIT = Term.range('0', '9');

  static final Term INTEGER =
      Term.choice(
          Term.literal("0"),
          Term.sequence(
              Term.optional(Term.literal("-")),
              Term.range('1', '9'),
              Term.times(DIGIT, 0, MOST_DIGITS - 1)));

  static final Term NUMBER =
      Term.sequence(
          INTEGER,
          Term.optional(Term.sequence(Term.literal("."), Term.times(DIGIT, 1, MOST_DIGITS))));

  static final Term BOOLEAN = Term.choice(Term.literal("true"), Term.literal("false"));
  static final Term NULL = Term.literal("null");
  static final Term OBJECT = new Term.Reference(ANY_OBJECT);

  private JsonTerms() {}

  /** What the terms here refer to. */
  static Map<String, Term> definitions() {
    Term any = new Term.Reference(ANY);
    return Map.of(
        ANY,
        Term.choice(STRING, NUMBER, BOOLEAN, NULL, OBJECT, new Term.Reference(ANY_ARRAY)),
        ANY_OBJECT,
        mapOf(any),
        ANY_ARRAY,
        arrayOf(any, 0, -1));
  }

  /** An object with any names and such values. */
  static Term mapOf(Term value) {
    Term pair = Term.sequence(STRING, COLON, value);
    return Term.sequence(Term.literal("{"), Term.optional(listed(pair)), Term.literal("}"));
  }

  /**
   * An array of such items.
   *
   * @param most negative where there is no limit
   */
  static Term arrayOf(Term item, int least, int most) {
    Term more = Term.sequence(COMMA, item);
    Term behind =
        most < 0
            ? Term.atLeast(more, Math.max(0, least - 1))
            : Term.times(more, Math.max(0, least - 1), Math.max(0, most - 1));
    Term items = most == 0 ? Term.EMPTY : Term.sequence(item, behind);
    return Term.sequence(
        Term.literal("["), least == 0 ? Term.optional(items) : items, Term.literal("]"));
  }

  private static Term listed(Term part) {
    return Term.sequence(part, new Term.Repeat(Term.sequence(COMMA, part)));
  }
}
