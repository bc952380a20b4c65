package io.peerz.finetune.remote;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The open sessions by a secret number that only their owner was told. Thread-safe. */
final class StageSessions {
  private final SecureRandom random = new SecureRandom();
  private final Map<Digest, Optional<StageSession>> open = new HashMap<>();
  private final StageLimits limits;

  StageSessions(StageLimits limits) {
    this.limits = limits;
  }

  /** Takes a place first, so that no more sessions are being made than may be open. */
  Digest add(Supplier<StageSession> made) {
    Digest id = reserve();
    try {
      StageSession session = made.get();
      put(id, session);
      return id;
    } catch (RuntimeException e) {
      remove(id);
      throw e;
    }
  }

  private synchronized Digest reserve() {
    sweep();
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
                    "no such session: it was closed, or idle for more than %d s"
                        .formatted(limits.idle().toSeconds())));
  }

  synchronized void remove(Digest id) {
    open.remove(id);
  }

  /** Drops what nobody has used for too long. */
  synchronized void sweep() {
    long since = System.nanoTime() - limits.idle().toNanos();
    open.values().removeIf(session -> session.filter(s -> s.isIdleSince(since)).isPresent());
  }

  synchronized int size() {
    return open.size();
  }

  Duration idle() {
    return limits.idle();
  }
}
