package io.peerz.proof.encode;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;

/**
 * Writes static values as 32-byte big-endian words, exactly as {@code abi.encode} does.
 *
 * <p>The number of words is fixed at construction, so a forgotten field is an error and not a
 * different hash.
 */
public final class AbiWriter {
  public static final int WORD = 32;

  private final byte[] words;
  private int offset;

  public AbiWriter(int wordCount) {
    words = new byte[wordCount * WORD];
  }

  public AbiWriter digest(Digest value) {
    value.copyTo(words, offset);
    return next();
  }

  public AbiWriter address(Address value) {
    System.arraycopy(value.bytes(), 0, words, offset + WORD - Address.LENGTH, Address.LENGTH);
    return next();
  }

  /** A non-negative number of at most 63 bits. */
  public AbiWriter uint(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative unsigned value");
    }
    return low(value);
  }

  /** A signed number in two's complement, sign-extended to the whole word. */
  public AbiWriter int64(long value) {
    if (value < 0) {
      for (int i = 0; i < WORD - Long.BYTES; i++) {
        words[offset + i] = (byte) 0xff;
      }
    }
    return low(value);
  }

  public AbiWriter uint(BigInteger value) {
    byte[] magnitude = value.toByteArray();
    int skip = magnitude[0] == 0 ? 1 : 0;
    int length = magnitude.length - skip;
    if (value.signum() < 0 || length > WORD) {
      throw new IllegalArgumentException("value does not fit an unsigned word");
    }
    System.arraycopy(magnitude, skip, words, offset + WORD - length, length);
    return next();
  }

  /** The encoded words; every word must have been written. */
  public byte[] bytes() {
    if (offset != words.length) {
      throw new IllegalStateException(offset / WORD + " of " + words.length / WORD + " words");
    }
    return words.clone();
  }

  /** Keccak-256 of the encoded words. */
  public Digest hash() {
    return Keccak.hash(bytes());
  }

  private AbiWriter low(long value) {
    for (int i = 0; i < Long.BYTES; i++) {
      words[offset + WORD - 1 - i] = (byte) (value >>> (8 * i));
    }
    return next();
  }

  private AbiWriter next() {
    offset += WORD;
    return this;
  }
}
