package io.peerz.inference.wire;

import io.peerz.proof.id.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;

/** SHA-256 of a SubjectPublicKeyInfo, the usual form of a key pin. */
final class SpkiHash {
  private SpkiHash() {}

  static Digest of(PublicKey key) {
    try {
      return Digest.of(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
