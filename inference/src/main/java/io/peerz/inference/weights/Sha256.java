package io.peerz.inference.weights;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over parts that follow each other. */
final class Sha256 {
  private Sha256() {}

  static byte[] hash(byte[]... parts) {
    MessageDigest sha = digest();
    for (byte[] part : parts) {
      sha.update(part);
    }
    return sha.digest();
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
