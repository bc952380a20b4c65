package io.peerz.proof.id;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256, the hash of the EVM. */
public final class Keccak {
  private Keccak() {}

  /** Hashes the parts one after the other, without separators. */
  public static Digest hash(byte[]... parts) {
    KeccakDigest keccak = new KeccakDigest(256);
    for (byte[] part : parts) {
      keccak.update(part, 0, part.length);
    }
    byte[] out = new byte[Digest.LENGTH];
    keccak.doFinal(out, 0);
    return Digest.owning(out);
  }

  /** Hashes the UTF-8 bytes of a text, for instance an EIP-712 type. */
  public static Digest hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }
}
