package io.peerz.inference.swarm;

import io.peerz.proof.id.Digest;
import java.util.List;

/** The registry of staked nodes, the root of trust of the swarm. Blocking: virtual threads. */
@FunctionalInterface
public interface DirectorySource {
  /** The nodes that announce a shard of the model now. */
  List<DirectoryEntry> active(Digest modelId);
}
