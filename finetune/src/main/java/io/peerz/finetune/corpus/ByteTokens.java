package io.peerz.finetune.corpus;

import java.nio.charset.StandardCharsets;

/**
 * The byte vocabulary of Pebble: ids 0 to 247 are bytes of UTF-8. Bytes 0xF8 to 0xFF occur in no
 * UTF-8 text, so their ids are free for the marks of a conversation.
 */
public final class ByteTokens {
  public static final int VOCABULARY = 256;
  public static final int FIRST_SPECIAL = 248;
  public static final int BEGIN = 248;
  public static final int SYSTEM = 249;
  public static final int USER = 250;
  public static final int ASSISTANT = 251;
  public static final int END = 252;

  private ByteTokens() {}

  public static int[] encode(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[utf8.length];
    for (int i = 0; i < utf8.length; i++) {
      ids[i] = utf8[i] & 0xFF;
    }
    return ids;
  }

  /** The text of the byte ids among {@code ids}; marks are left out. */
  public static String decode(int[] ids) {
    byte[] utf8 = new byte[ids.length];
    int length = 0;
    for (int id : ids) {
      if (id < FIRST_SPECIAL) {
        utf8[length++] = (byte) id;
      }
    }
    return new String(utf8, 0, length, StandardCharsets.UTF_8);
  }
}
