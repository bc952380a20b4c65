package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.PushMessage;
import io.peerz.inference.wire.PushStream;
import io.peerz.inference.wire.RingSeat;
import io.peerz.inference.wire.ShardClients;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The sessions of this server that are in rings, or may be asked to. Thread-safe; {@link #join}
 * connects and blocks.
 */
final class RingTable {
  private record Key(Digest sessionId, ShardId shard) {
    static Key of(HopSession session) {
      return new Key(session.open().sessionId(), session.open().shard());
    }
  }

  private final ShardClients clients;
  private final Predicate<NodeAddress> peers;
  private final Map<Key, RingIntake> intakes = new HashMap<>();
  private final Map<Key, RingSession> running = new HashMap<>();

  /**
   * @param peers whom a client may make this node connect to
   */
  RingTable(ShardClients clients, Predicate<NodeAddress> peers) {
    this.clients = clients;
    this.peers = peers;
  }

  /** A new session that may become part of a ring. */
  synchronized void expect(HopSession session) {
    session.open().ringKey().ifPresent(key -> intakes.put(Key.of(session), new RingIntake(key)));
  }

  /** Connects a session to the next hop and lets it take work. */
  void join(HopSession session, ClientMessage.Ring ring, Duration idleTimeout) {
    RingIntake intake = intake(session);
    Require.that(
        session.position() == 0 && !isIn(session),
        BAD_REQUEST,
        "a session joins a ring before its first step");
    RingSession member = new RingSession(session, session.till(), intake, ring, idleTimeout);
    member.start(way(session, ring.next(), member));
    synchronized (this) {
      running.put(Key.of(session), member);
    }
  }

  /** Ends a session's part in its ring; false when it had none. */
  boolean leave(HopSession session) {
    Optional<RingSession> member;
    synchronized (this) {
      intakes.remove(Key.of(session));
      member = Optional.ofNullable(running.remove(Key.of(session)));
    }
    member.ifPresent(RingSession::close);
    return member.isPresent();
  }

  synchronized boolean isIn(HopSession session) {
    return running.containsKey(Key.of(session));
  }

  synchronized RingIntake intake(HopSession session) {
    RingIntake intake = intakes.get(Key.of(session));
    Require.that(intake != null, BAD_REQUEST, "the session was not opened for a ring");
    return intake;
  }

  /** The session that a hop wants to push into, if it shows the right key. */
  synchronized RingIntake attach(PushMessage.Attach attach) {
    RingIntake intake = intakes.get(new Key(attach.sessionId(), attach.shard()));
    if (intake == null || !intake.opensTo(attach.key())) {
      throw new PeerzException(ErrorCode.NOT_FOUND, "no session of that name and key waits here");
    }
    return intake;
  }

  private Optional<PushStream> way(HopSession session, RingSeat next, RingSession member) {
    boolean toItself =
        next.sessionId().equals(session.open().sessionId())
            && next.shard().equals(session.open().shard());
    if (toItself) {
      return Optional.empty();
    }
    Require.that(
        peers.test(next.address()),
        BAD_REQUEST,
        "the next hop " + next.address() + " is not a registered node");
    return Optional.of(clients.openPush(next, member::lostNext));
  }
}
