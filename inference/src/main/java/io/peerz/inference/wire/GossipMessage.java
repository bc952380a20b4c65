package io.peerz.inference.wire;

import io.peerz.proof.announce.SignedNotice;
import io.peerz.proof.id.Digest;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One side of an exchange about the swarm.
 *
 * @param asks whether the reader shall answer with whatever is newer than {@code known}
 * @param known the newest sequence number that the writer has of each node
 * @param notices what the reader lacks
 * @param wanted keys of nodes of which the writer lacks the newest notice
 */
public record GossipMessage(
    boolean asks, List<Known> known, List<SignedNotice> notices, List<Long> wanted) {
  /** The writer has nothing to say. */
  public static final GossipMessage NOTHING =
      new GossipMessage(false, List.of(), List.of(), List.of());

  /**
   * What the writer has of one node.
   *
   * @param nodeKey see {@link #keyOf}
   */
  public record Known(long nodeKey, long seq) {}

  public GossipMessage {
    known = List.copyOf(known);
    notices = List.copyOf(notices);
    wanted = List.copyOf(wanted);
  }

  /** Names a node in eight bytes: the first of its id, which is a hash that nobody can choose. */
  public static long keyOf(Digest nodeId) {
    return ByteBuffer.wrap(nodeId.bytes()).getLong();
  }
}
