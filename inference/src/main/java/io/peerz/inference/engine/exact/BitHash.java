package io.peerz.inference.engine.exact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over the bits of float32 values, little-endian. */
final class BitHash {
  private final MessageDigest sha;

  BitHash() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  BitHash add(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    sha.update(bytes);
    return this;
  }

  /** The first 16 bytes are enough to tell two results apart. */
  String hex() {
    return HexFormat.of().formatHex(sha.digest(), 0, 16);
  }
}
