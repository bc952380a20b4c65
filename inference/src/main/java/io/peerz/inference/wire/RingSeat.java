package io.peerz.inference.wire;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.util.Objects;

/**
 * One session's place in a ring, as the hop before reaches it.
 *
 * @param key the secret that opens the session to the hop before
 */
public record RingSeat(NodeAddress address, Digest sessionId, ShardId shard, Digest key) {
  public RingSeat {
    Objects.requireNonNull(address);
    Objects.requireNonNull(sessionId);
    Objects.requireNonNull(shard);
    Objects.requireNonNull(key);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return address + " layers " + shard.layerStart() + " to " + shard.layerEnd();
  }
}
