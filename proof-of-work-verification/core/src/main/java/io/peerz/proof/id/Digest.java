package io.peerz.proof.id;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.util.Arrays;

/** 32 bytes: a Keccak-256 hash, or an id made of one. Ordered as an unsigned big-endian number. */
public final class Digest implements Comparable<Digest> {
  public static final int LENGTH = 32;
  public static final Digest ZERO = new Digest(new byte[LENGTH]);

  private final byte[] bytes;

  private Digest(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies 32 bytes. */
  public static Digest of(byte[] bytes) {
    Require.range(ErrorCode.BAD_REQUEST, "digest length", bytes.length, LENGTH, LENGTH);
    return new Digest(bytes.clone());
  }

  public static Digest ofHex(String hex) {
    return new Digest(Hex.decode("digest", hex, LENGTH));
  }

  /** Takes ownership of an array that nobody else keeps. */
  static Digest owning(byte[] bytes) {
    return new Digest(bytes);
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** Writes the 32 bytes into a buffer without an intermediate copy. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, LENGTH);
  }

  public String hex() {
    return Hex.encode(bytes);
  }

  /** The first four bytes, for log lines and tables. */
  public String shortHex() {
    return Hex.encode(Arrays.copyOf(bytes, 4));
  }

  @Override
  public int compareTo(Digest other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
