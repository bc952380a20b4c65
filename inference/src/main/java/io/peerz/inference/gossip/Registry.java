package io.peerz.inference.gossip;

import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Optional;

/**
 * The registered nodes that may serve: whose word counts, and where they answer. Their shards as
 * registered do not matter here. Blocking: virtual threads.
 */
public interface Registry {
  /** All nodes that may serve. */
  List<DirectoryEntry> all();

  /** One of them. */
  Optional<DirectoryEntry> find(Digest nodeId);
}
