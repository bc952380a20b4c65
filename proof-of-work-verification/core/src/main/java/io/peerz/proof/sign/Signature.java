package io.peerz.proof.sign;

import static io.peerz.proof.error.ErrorCode.BAD_SIGNATURE;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Hex;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * 65 bytes r ‖ s ‖ v with v 27 or 28.
 *
 * <p>Only the one form that contracts accept can be built: r and s in 1..n-1 and s in the lower
 * half, so a third party cannot turn one signature into another of the same digest.
 */
public final class Signature {
  public static final int LENGTH = 65;
  private static final int SCALAR = 32;

  private final byte[] bytes;

  private Signature(byte[] bytes) {
    this.bytes = bytes;
    Require.that(inRange(r(), Curve.N), BAD_SIGNATURE, "signature r is out of range");
    Require.that(
        inRange(s(), Curve.HALF_N.add(BigInteger.ONE)),
        BAD_SIGNATURE,
        "signature s is out of range; only the lower half is accepted");
    Require.that(
        v() == 27 || v() == 28, BAD_SIGNATURE, "signature v is " + v() + "; it must be 27 or 28");
  }

  /** Copies and checks 65 bytes. */
  public static Signature of(byte[] bytes) {
    Require.range(BAD_SIGNATURE, "signature length", bytes.length, LENGTH, LENGTH);
    return new Signature(bytes.clone());
  }

  public static Signature ofHex(String hex) {
    return new Signature(Hex.decode("signature", hex, LENGTH));
  }

  static Signature of(BigInteger r, BigInteger s, int v) {
    byte[] bytes = new byte[LENGTH];
    put(r, bytes, 0);
    put(s, bytes, SCALAR);
    bytes[LENGTH - 1] = (byte) v;
    return new Signature(bytes);
  }

  BigInteger r() {
    return new BigInteger(1, bytes, 0, SCALAR);
  }

  BigInteger s() {
    return new BigInteger(1, bytes, SCALAR, SCALAR);
  }

  int v() {
    return bytes[LENGTH - 1] & 0xff;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public String hex() {
    return Hex.encode(bytes);
  }

  private static boolean inRange(BigInteger value, BigInteger endExclusive) {
    return value.signum() > 0 && value.compareTo(endExclusive) < 0;
  }

  private static void put(BigInteger value, byte[] target, int offset) {
    byte[] big = value.toByteArray();
    int skip = Math.max(0, big.length - SCALAR);
    int length = big.length - skip;
    System.arraycopy(big, skip, target, offset + SCALAR - length, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signature signature && Arrays.equals(bytes, signature.bytes);
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
