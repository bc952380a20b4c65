package io.peerz.inference.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads forward through the bytes of a file and never beyond them. */
final class GgufCursor {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Chat templates are the longest texts that occur. */
  private static final long MAX_TEXT_BYTES = 1L << 20;

  private final MemorySegment bytes;
  private long at;

  GgufCursor(MemorySegment bytes) {
    this.bytes = bytes;
  }

  long position() {
    return at;
  }

  byte int8() {
    return bytes.get(ValueLayout.JAVA_BYTE, take(Byte.BYTES));
  }

  short int16() {
    return bytes.get(SHORT, take(Short.BYTES));
  }

  int int32() {
    return bytes.get(INT, take(Integer.BYTES));
  }

  long uint32() {
    return Integer.toUnsignedLong(int32());
  }

  long int64() {
    return bytes.get(LONG, take(Long.BYTES));
  }

  /** A number of things, each of which takes at least {@code bytesEach} of what is left. */
  long count(String what, long bytesEach) {
    long count = int64();
    long most = (bytes.byteSize() - at) / bytesEach;
    if (count < 0 || count > most) {
      throw Gguf.bad("the number of " + what + " is " + count + ", more than the file can hold.");
    }
    return count;
  }

  String text() {
    long length = int64();
    if (length < 0 || length > MAX_TEXT_BYTES) {
      throw Gguf.bad("a text of " + length + " bytes; at most " + MAX_TEXT_BYTES + " are read.");
    }
    byte[] text = new byte[(int) Math.min(length, bytes.byteSize() - at)];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, take(length), text, 0, text.length);
    return new String(text, StandardCharsets.UTF_8);
  }

  private long take(long length) {
    long from = at;
    if (length > bytes.byteSize() - from) {
      throw Gguf.bad("the file ends inside its header; it is truncated, fetch it again.");
    }
    at = from + length;
    return from;
  }
}
