package io.peerz.inference.gossip;

import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.proof.id.Digest;
import java.util.List;
import java.util.Optional;

/** The registered nodes with enough stake: whose word counts. May block: virtual threads. */
public interface Roster {
  /** A node that may serve; its shards as registered do not matter here. */
  Optional<DirectoryEntry> find(Digest nodeId);

  /** All nodes that may serve. */
  List<DirectoryEntry> nodes();
}
