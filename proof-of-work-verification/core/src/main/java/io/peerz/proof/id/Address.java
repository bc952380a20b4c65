package io.peerz.proof.id;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** 20 bytes: an Ethereum account or contract. */
public final class Address implements Comparable<Address> {
  public static final int LENGTH = 20;
  public static final Address ZERO = new Address(new byte[LENGTH]);

  private final byte[] bytes;

  private Address(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies 20 bytes. */
  public static Address of(byte[] bytes) {
    Require.range(ErrorCode.BAD_REQUEST, "address length", bytes.length, LENGTH, LENGTH);
    return new Address(bytes.clone());
  }

  /** Reads 40 hexadecimal digits; a mixed-case address must carry the right EIP-55 checksum. */
  public static Address ofHex(String hex) {
    Address address = new Address(Hex.decode("address", hex, LENGTH));
    Require.that(
        caseIsFree(hex) || address.checksum().endsWith(hex.substring(hex.length() - 40)),
        ErrorCode.BAD_REQUEST,
        "address " + hex + " has a wrong checksum; check it for a mistyped digit");
    return address;
  }

  private static boolean caseIsFree(String hex) {
    String digits = hex.substring(hex.length() - 2 * LENGTH);
    return digits.equals(digits.toLowerCase(Locale.ROOT))
        || digits.equals(digits.toUpperCase(Locale.ROOT));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public String hex() {
    return Hex.encode(bytes);
  }

  /** Mixed-case form of EIP-55. */
  public String checksum() {
    String lower = hex().substring(2);
    byte[] hash = Keccak.hash(lower.getBytes(StandardCharsets.US_ASCII)).bytes();
    StringBuilder text = new StringBuilder("0x");
    for (int i = 0; i < lower.length(); i++) {
      int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
      text.append(nibble >= 8 ? Character.toUpperCase(lower.charAt(i)) : lower.charAt(i));
    }
    return text.toString();
  }

  @Override
  public int compareTo(Address other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return checksum();
  }
}
