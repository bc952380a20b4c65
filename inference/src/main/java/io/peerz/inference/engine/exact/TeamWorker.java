package io.peerz.inference.engine.exact;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that takes one task at a time. It looks for the next one for some microseconds before
 * it sleeps, for the operations of a forward pass follow each other more closely than a sleeping
 * thread wakes.
 */
final class TeamWorker {
  /** About 20 microseconds. */
  private static final int LOOKS = 500;

  private static final long NAP_NANOS = 20_000;

  private final AtomicReference<Runnable> task = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean ended;
  private volatile Throwable failure;

  TeamWorker(String name) {
    thread = Thread.ofPlatform().daemon().name(name).start(this::serve);
  }

  /** Begins the task; the worker must be idle. */
  void begin(Runnable next) {
    task.set(next);
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Waits until the task is done, through interrupts: a worker left behind would still write to
   * buffers in use.
   */
  void await() {
    boolean interrupted = false;
    for (int looks = 0; task.get() != null; looks++) {
      if (looks < LOOKS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, NAP_NANOS);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      throw new IllegalStateException("a worker of the engine failed", thrown);
    }
  }

  private void serve() {
    for (Runnable next = next(); next != null; next = next()) {
      try {
        next.run();
      } catch (Throwable e) {
        failure = e;
      }
      task.set(null);
    }
  }

  /** Null at the end. */
  private Runnable next() {
    for (int looks = 0; looks < LOOKS && task.get() == null; looks++) {
      Thread.onSpinWait();
    }
    asleep = true;
    while (task.get() == null && !ended) {
      LockSupport.park(this);
    }
    asleep = false;
    return task.get();
  }

  /** Ends the thread once it is idle. */
  void end() {
    ended = true;
    LockSupport.unpark(thread);
  }
}
