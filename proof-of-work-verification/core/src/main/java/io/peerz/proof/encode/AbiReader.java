package io.peerz.proof.encode;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.Arrays;

/** Reads what {@link AbiWriter} wrote; a word that does not fit its type is refused. */
public final class AbiReader {
  private final byte[] words;
  private final int end;
  private int offset;

  /** Reads {@code wordCount} words from {@code offset}. */
  public AbiReader(byte[] words, int offset, int wordCount) {
    this.words = words;
    this.offset = offset;
    this.end = offset + wordCount * AbiWriter.WORD;
    Require.that(
        offset >= 0 && end <= words.length, BAD_REQUEST, "encoded value is shorter than its type");
  }

  public Digest digest() {
    return Digest.of(word());
  }

  public Address address() {
    byte[] word = word();
    requireZero(word, AbiWriter.WORD - Address.LENGTH);
    return Address.of(Arrays.copyOfRange(word, AbiWriter.WORD - Address.LENGTH, AbiWriter.WORD));
  }

  /** An unsigned number of at most {@code bits} bits. */
  public BigInteger uint(int bits) {
    BigInteger value = new BigInteger(1, word());
    Require.uint(BAD_REQUEST, "encoded number", value, bits);
    return value;
  }

  /** An unsigned number of at most {@code bits} bits, and at most 63. */
  public long uintLong(int bits) {
    return uint(Math.min(bits, Long.SIZE - 1)).longValueExact();
  }

  /** An unsigned number of at most {@code bits} bits, and at most 31. */
  public int uintInt(int bits) {
    return uint(Math.min(bits, Integer.SIZE - 1)).intValueExact();
  }

  private byte[] word() {
    if (offset + AbiWriter.WORD > end) {
      throw new PeerzException(BAD_REQUEST, "encoded value is shorter than its type");
    }
    byte[] word = Arrays.copyOfRange(words, offset, offset + AbiWriter.WORD);
    offset += AbiWriter.WORD;
    return word;
  }

  private static void requireZero(byte[] word, int length) {
    for (int i = 0; i < length; i++) {
      Require.that(word[i] == 0, BAD_REQUEST, "encoded value has bits beyond its type");
    }
  }
}
