package io.peerz.inference.text;

import java.util.Arrays;

/**
 * Decodes a stream of tokens and never hands out half a character. Not thread-safe; one per answer.
 *
 * <p>A token may hold part of a character, and how a token reads may depend on the one before it.
 * So the text of a short window is decoded with and without the new token and the difference is
 * new; while it ends in the replacement character, more bytes may complete it and it is held back.
 */
public final class Detokenizer {
  /** A character has at most four bytes, and a token at least one: beyond, the bytes are broken. */
  private static final int MAX_HELD_TOKENS = 4;

  private static final char REPLACEMENT = '\ufffd';

  private final Tokenizer tokenizer;
  private int[] ids = new int[64];
  private int length;
  private int windowStart;
  private int shownEnd;

  Detokenizer(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Takes the next token; returns the text that is now certain, often empty. */
  public String next(int id) {
    if (length == ids.length) {
      ids = Arrays.copyOf(ids, 2 * length);
    }
    ids[length++] = id;
    String pending = pending();
    boolean open = !pending.isEmpty() && pending.charAt(pending.length() - 1) == REPLACEMENT;
    if (pending.isEmpty() || (open && length - shownEnd < MAX_HELD_TOKENS)) {
      return "";
    }
    windowStart = shownEnd;
    shownEnd = length;
    return pending;
  }

  /** The rest at the end of an answer; an unfinished character becomes U+FFFD. */
  public String finish() {
    String pending = pending();
    windowStart = length;
    shownEnd = length;
    return pending;
  }

  private String pending() {
    String shown = tokenizer.decode(ids, windowStart, shownEnd);
    String all = tokenizer.decode(ids, windowStart, length);
    return all.length() > shown.length() ? all.substring(shown.length()) : "";
  }
}
