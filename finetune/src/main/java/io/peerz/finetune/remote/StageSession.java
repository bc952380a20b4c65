package io.peerz.finetune.remote;

import io.peerz.finetune.pipeline.HeldStage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One guest's stage. One call at a time; another one meanwhile is refused. */
final class StageSession {
  private final HeldStage stage;
  private final Payloads payloads;
  private final ReentrantLock busy = new ReentrantLock();
  private volatile long usedAtNanos = System.nanoTime();

  StageSession(HeldStage stage, Payloads payloads) {
    this.stage = stage;
    this.payloads = payloads;
  }

  HeldStage stage() {
    return stage;
  }

  Payloads payloads() {
    return payloads;
  }

  /** Idle since when; a session at work is not idle. */
  boolean isIdleSince(long nanos) {
    return !busy.isLocked() && usedAtNanos - nanos < 0;
  }

  <T> T alone(Supplier<T> work) {
    if (!busy.tryLock()) {
      throw new PeerzException(
          ErrorCode.BUSY, "the session is at work on another call; wait for its answer");
    }
    try {
      return work.get();
    } finally {
      usedAtNanos = System.nanoTime();
      busy.unlock();
    }
  }
}
