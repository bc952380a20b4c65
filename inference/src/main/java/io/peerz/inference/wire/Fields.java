package io.peerz.inference.wire;

import com.google.protobuf.ByteString;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.Signature;
import java.math.BigInteger;

/** Single values of a frame, checked; a bad one carries the code of who is to blame. */
final class Fields {
  private static final int MAX_AMOUNT_BYTES = 16;

  private final ErrorCode blame;

  Fields(ErrorCode blame) {
    this.blame = blame;
  }

  Digest digest(String name, ByteString bytes) {
    Require.range(blame, name + " length", bytes.size(), Digest.LENGTH, Digest.LENGTH);
    return Digest.of(bytes.toByteArray());
  }

  Signature signature(String name, ByteString bytes) {
    Require.range(blame, name + " length", bytes.size(), Signature.LENGTH, Signature.LENGTH);
    return Signature.of(bytes.toByteArray());
  }

  /** An unsigned number of at most 128 bits; empty bytes are zero. */
  BigInteger amount(String name, ByteString bytes) {
    Require.range(blame, name + " length", bytes.size(), 0, MAX_AMOUNT_BYTES);
    return new BigInteger(1, bytes.toByteArray());
  }

  /** A protobuf uint32 is a Java int that may be negative; this bounds it from above as well. */
  int count(String name, int value, int max) {
    Require.range(blame, name, Integer.toUnsignedLong(value), 0, max);
    return value;
  }

  void that(boolean condition, String message) {
    Require.that(condition, blame, message);
  }

  static ByteString bytes(Digest digest) {
    return ByteString.copyFrom(digest.bytes());
  }

  static ByteString bytes(Signature signature) {
    return ByteString.copyFrom(signature.bytes());
  }

  static ByteString bytes(BigInteger amount) {
    byte[] bytes = amount.toByteArray();
    int sign = bytes.length > 1 && bytes[0] == 0 ? 1 : 0; // the sign byte of an unsigned number
    return ByteString.copyFrom(bytes, sign, bytes.length - sign);
  }
}
