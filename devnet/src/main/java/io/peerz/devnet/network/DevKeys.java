package io.peerz.devnet.network;

import io.peerz.proof.id.Keccak;
import io.peerz.proof.sign.SigningKey;
import java.nio.charset.StandardCharsets;

/**
 * Keys that everybody knows: each is the hash of a label, so that every development network has the
 * same accounts. They are used on the development chain id only and must never hold anything of
 * worth.
 */
public final class DevKeys {
  private static final String PREFIX = "peerz development key, known to everybody: ";

  private DevKeys() {}

  public static SigningKey of(String label) {
    return SigningKey.of(Keccak.hash((PREFIX + label).getBytes(StandardCharsets.UTF_8)).bytes());
  }
}
