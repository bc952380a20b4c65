package io.peerz.node.court;

import io.peerz.node.data.SecretFiles;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Which batches an auditor asks about, and for which sample. Both follow from a secret on its disk,
 * so that nodes cannot know and a restart changes nothing.
 */
final class BatchLottery {
  private static final double WHOLE = 0x1p63;

  private final Digest secret;
  private final double rate;

  BatchLottery(Digest secret, double rate) {
    this.secret = secret;
    this.rate = rate;
  }

  static BatchLottery open(Path file, double rate) {
    if (!Files.exists(file)) {
      byte[] random = new byte[Digest.LENGTH];
      new SecureRandom().nextBytes(random);
      SecretFiles.write(file, Digest.of(random).hex());
    }
    return new BatchLottery(Digest.ofHex(SecretFiles.read(file).strip()), rate);
  }

  boolean draws(Digest batchId) {
    return (number(batchId, 0) >>> 1) / WHOLE < rate;
  }

  int sample(Digest batchId, int samples) {
    return Math.floorMod(number(batchId, 1), samples);
  }

  private long number(Digest batchId, int which) {
    byte[] random = Keccak.hash(secret.bytes(), batchId.bytes(), new byte[] {(byte) which}).bytes();
    return ByteBuffer.wrap(random).getLong();
  }
}
