package io.peerz.proof.id;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.HexFormat;

/** Hexadecimal text with the 0x prefix that Ethereum uses. */
public final class Hex {
  private static final HexFormat LOWER = HexFormat.of();

  private Hex() {}

  public static String encode(byte[] bytes) {
    return "0x" + LOWER.formatHex(bytes);
  }

  /** Reads exactly {@code length} bytes; the 0x prefix is optional, the case is free. */
  public static byte[] decode(String name, String text, int length) {
    String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    if (digits.length() != 2 * length) {
      throw notHex(name, length, null);
    }
    try {
      return LOWER.parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw notHex(name, length, e);
    }
  }

  private static PeerzException notHex(String name, int length, Throwable cause) {
    return new PeerzException(
        ErrorCode.BAD_REQUEST, name + " must be " + 2 * length + " hexadecimal digits", cause);
  }
}
