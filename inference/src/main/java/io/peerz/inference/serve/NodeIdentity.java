package io.peerz.inference.serve;

import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import java.util.Objects;

/** Who this node is, and the key that signs for it. */
public record NodeIdentity(Digest nodeId, SigningKey key) {
  public NodeIdentity {
    Objects.requireNonNull(nodeId);
    Objects.requireNonNull(key);
  }
}
