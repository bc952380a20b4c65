package io.peerz.inference.serve;

import io.peerz.inference.wire.ClientMessage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions of a server and which of them have a stream. A session that lost its stream waits
 * here until the client comes back or its time is over. Thread-safe.
 */
final class SessionTable {
  /** One client may use two shards of one node in one session. */
  private record Key(Digest sessionId, ShardId shard) {
    static Key of(ClientMessage.Open open) {
      return new Key(open.sessionId(), open.shard());
    }
  }

  private static final class Slot {
    private Optional<HopSession> session = Optional.empty(); // empty while it is being made
    private boolean attached = true;
    private long detachedAtNanos;
  }

  private final int maxSessions;
  private final Map<Key, Slot> slots = new HashMap<>();

  SessionTable(int maxSessions) {
    this.maxSessions = maxSessions;
  }

  /**
   * Attaches the caller's stream to the session that it opens. Empty means that the session is new:
   * its place is taken and the caller must {@link #put} it or {@link #remove} it.
   */
  synchronized Optional<HopSession> attach(ClientMessage.Open open) {
    Slot slot = slots.get(Key.of(open));
    if (slot == null) {
      requireRoom();
      slots.put(Key.of(open), new Slot());
      return Optional.empty();
    }
    if (slot.attached) {
      throw new PeerzException(
          ErrorCode.BUSY, "the session has another stream; close that one or try again later");
    }
    slot.attached = true;
    return slot.session;
  }

  synchronized void put(HopSession session) {
    slots.get(Key.of(session.open())).session = Optional.of(session);
  }

  synchronized void remove(ClientMessage.Open open) {
    slots.remove(Key.of(open));
  }

  /** The stream is gone; the session waits. */
  synchronized void detach(HopSession session) {
    Slot slot = slots.get(Key.of(session.open()));
    slot.attached = false;
    slot.detachedAtNanos = System.nanoTime();
  }

  /** Takes out the sessions that have waited longer than {@code idle}. */
  synchronized List<HopSession> takeIdle(Duration idle) {
    long now = System.nanoTime();
    List<HopSession> taken = new ArrayList<>();
    for (Iterator<Slot> all = slots.values().iterator(); all.hasNext(); ) {
      Slot slot = all.next();
      if (!slot.attached && now - slot.detachedAtNanos >= idle.toNanos()) {
        slot.session.ifPresent(taken::add);
        all.remove();
      }
    }
    return taken;
  }

  synchronized int free() {
    return Math.max(0, maxSessions - slots.size());
  }

  synchronized int size() {
    return slots.size();
  }

  private void requireRoom() {
    if (slots.size() >= maxSessions) {
      throw new PeerzException(
          ErrorCode.BUSY,
          "all " + maxSessions + " sessions of this node are taken; choose another node");
    }
  }
}
