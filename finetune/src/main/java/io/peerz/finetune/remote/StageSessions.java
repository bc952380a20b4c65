package io.peerz.finetune.remote;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The open sessions by a secret number that only their owner was told. A guest has one: who opens
 * again has lost the one before, say when it was killed. Thread-safe.
 */
final class StageSessions {
  private final SecureRandom random = new SecureRandom();
  private final Map<Digest, Optional<StageSession>> open = new HashMap<>();
  private final StageLimits limits;

  StageSessions(StageLimits limits) {
    this.limits = limits;
  }

  /** Takes a place first, so that no more sessions are being made than may be open. */
  Digest add(Address guest, Supplier<StageSession> made) {
    drop(session -> session.belongsTo(guest));
    sweep();
    Digest id = reserve();
    try {
      put(id, made.get());
      return id;
    } catch (RuntimeException e) {
      remove(id);
      throw e;
    }
  }

  private synchronized Digest reserve() {
    if (open.size() >= limits.sessions()) {
      throw new PeerzException(
          ErrorCode.BUSY,
          "all %d sessions are taken; try again later".formatted(limits.sessions()));
    }
    byte[] bytes = new byte[Digest.LENGTH];
    random.nextBytes(bytes);
    Digest id = Digest.of(bytes);
    open.put(id, Optional.empty());
    return id;
  }

  private synchronized void put(Digest id, StageSession session) {
    open.put(id, Optional.of(session));
  }

  synchronized StageSession get(Digest id) {
    return open.getOrDefault(id, Optional.empty())
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.NOT_FOUND,
                    "no such session: it was closed, opened anew, or idle for more than %d s"
                        .formatted(limits.idle().toSeconds())));
  }

  void remove(Digest id) {
    removed(id).ifPresent(StageSession::ended);
  }

  private synchronized Optional<StageSession> removed(Digest id) {
    return Optional.ofNullable(open.remove(id)).flatMap(session -> session);
  }

  /** Drops what nobody has used for too long. */
  void sweep() {
    long since = System.nanoTime() - limits.idle().toNanos();
    drop(session -> session.isIdleSince(since));
  }

  private void drop(Predicate<StageSession> which) {
    dropped(which).forEach(StageSession::ended);
  }

  private synchronized List<StageSession> dropped(Predicate<StageSession> which) {
    List<StageSession> dropped = new ArrayList<>();
    open.values()
        .removeIf(
            place -> {
              Optional<StageSession> found = place.filter(which);
              found.ifPresent(dropped::add);
              return found.isPresent();
            });
    return dropped;
  }

  synchronized int size() {
    return open.size();
  }
}
