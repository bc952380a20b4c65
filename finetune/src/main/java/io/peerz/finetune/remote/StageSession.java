package io.peerz.finetune.remote;

import io.peerz.finetune.pipeline.HeldStage;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Address;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One guest's stage. One call at a time; another one meanwhile is refused. */
final class StageSession {
  private final Address guest;
  private final StageTerms terms;
  private final HeldStage stage;
  private final Payloads payloads;
  private final LendingWatch watch;
  private final ReentrantLock busy = new ReentrantLock();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicLong steps = new AtomicLong();
  private volatile long usedAtNanos = System.nanoTime();

  StageSession(
      Address guest, StageTerms terms, HeldStage stage, Payloads payloads, LendingWatch watch) {
    this.guest = guest;
    this.terms = terms;
    this.stage = stage;
    this.payloads = payloads;
    this.watch = watch;
  }

  HeldStage stage() {
    return stage;
  }

  Payloads payloads() {
    return payloads;
  }

  boolean belongsTo(Address someone) {
    return guest.equals(someone);
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
      if (begun.compareAndSet(false, true)) {
        watch.began(guest);
      }
      return work.get();
    } finally {
      usedAtNanos = System.nanoTime();
      busy.unlock();
    }
  }

  void stepped() {
    steps.incrementAndGet();
    watch.stepped(guest, shape());
  }

  /** After the session has left the table. */
  void ended() {
    if (begun.get()) {
      watch.ended(guest, shape(), steps.get());
    }
  }

  private LendingWatch.Shape shape() {
    return new LendingWatch.Shape(terms.rows(), terms.tokens(), terms.lora().rank());
  }
}
