package io.peerz.inference.text;

import java.util.Arrays;

/**
 * Decodes a stream of tokens and never hands out half a character. Not thread-safe; one per answer.
 *
 * <p>A token may hold part of a character, and how a token reads may depend on the one before it.
 * So the text of a short window is decoded with and without the new token and the difference is
 * new; while it ends in the replacement character, more bytes may complete it and it is held back.
 * Tokens may go on ending inside a character, each completing the one before: then what is complete
 * is handed out and the end alone is held back.
 */
public final class Detokenizer {
  /** A character has at most four bytes, and a token at least one: beyond, the bytes are broken. */
  private static final int MAX_HELD_TOKENS = 4;

  /** Bytes of a character that can wait for their rest. */
  private static final int MAX_OPEN_BYTES = 3;

  private static final char REPLACEMENT = '\ufffd';

  private final Tokenizer tokenizer;
  private int[] ids = new int[64];
  private int length;
  private int windowStart;
  private int shownEnd;

  /** Characters handed out of the tokens behind {@code shownEnd}. */
  private int handedOut;

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
    if (!isOpen(pending)) {
      return pending.isEmpty() ? "" : show(pending);
    }
    if (length - shownEnd < MAX_HELD_TOKENS) {
      return "";
    }
    String complete = withoutOpenEnd(pending);
    if (complete.chars().allMatch(c -> c == REPLACEMENT)) {
      return show(pending); // broken bytes that nothing will complete
    }
    handedOut += complete.length();
    return complete;
  }

  private String show(String pending) {
    windowStart = shownEnd;
    shownEnd = length;
    handedOut = 0;
    return pending;
  }

  private static boolean isOpen(String text) {
    return !text.isEmpty() && text.charAt(text.length() - 1) == REPLACEMENT;
  }

  private static String withoutOpenEnd(String text) {
    int end = text.length();
    while (end > 0 && text.length() - end < MAX_OPEN_BYTES && text.charAt(end - 1) == REPLACEMENT) {
      end--;
    }
    return text.substring(0, end);
  }

  /** The rest at the end of an answer; an unfinished character becomes U+FFFD. */
  public String finish() {
    String pending = pending();
    windowStart = length;
    shownEnd = length;
    handedOut = 0;
    return pending;
  }

  private String pending() {
    String shown = tokenizer.decode(ids, windowStart, shownEnd);
    String all = tokenizer.decode(ids, windowStart, length);
    int from = shown.length() + handedOut;
    return all.length() > from ? all.substring(from) : "";
  }
}
