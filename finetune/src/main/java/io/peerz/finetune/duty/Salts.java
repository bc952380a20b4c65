package io.peerz.finetune.duty;

import io.peerz.proof.id.Digest;
import java.security.SecureRandom;

/** Secrets that hide a commitment until it is opened. */
final class Salts {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Salts() {}

  static Digest next() {
    byte[] salt = new byte[Digest.LENGTH];
    RANDOM.nextBytes(salt);
    return Digest.of(salt);
  }
}
