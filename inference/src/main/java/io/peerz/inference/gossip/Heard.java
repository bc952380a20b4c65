package io.peerz.inference.gossip;

import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.proof.announce.ShardNotice;
import io.peerz.proof.announce.SignedNotice;
import java.time.Instant;

/**
 * A notice that was believed.
 *
 * @param node as registered then
 * @param at when it was heard first, by this process's clock: its life is counted from here
 */
record Heard(SignedNotice signed, DirectoryEntry node, Instant at) {
  ShardNotice notice() {
    return signed.notice();
  }

  /** Whether it still says something of the present. */
  boolean isFresh(Instant now) {
    return at.plusMillis(notice().lifeMillis()).isAfter(now);
  }

  /** Whether the node serves now. */
  boolean lives(Instant now) {
    return !notice().gone() && isFresh(now);
  }
}
