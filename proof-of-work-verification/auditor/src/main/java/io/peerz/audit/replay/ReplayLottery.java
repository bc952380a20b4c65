package io.peerz.audit.replay;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.ByteBuffer;

/**
 * Which chunks a requester has done again by somebody else. A node cannot know: the choice follows
 * from a secret.
 *
 * @param partsPerMillion how many of a million chunks
 */
public record ReplayLottery(int partsPerMillion, Digest secret) {
  /** Two of a hundred. */
  public static final int DEFAULT_PARTS_PER_MILLION = 20_000;

  private static final int MILLION = 1_000_000;

  public ReplayLottery {
    Require.range(ErrorCode.BAD_CONFIG, "replayed chunks", partsPerMillion, 0, MILLION);
  }

  public boolean draws(Digest sessionId, long seq) {
    byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
    byte[] random = Keccak.hash(secret.bytes(), sessionId.bytes(), number).bytes();
    return Long.remainderUnsigned(ByteBuffer.wrap(random).getLong(), MILLION) < partsPerMillion;
  }
}
