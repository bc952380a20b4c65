package io.peerz.devnet.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Ends processes: first asks, then, when the patience is spent, insists. */
public final class Stopper {
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

  private Stopper() {}

  /** Returns when the process is gone; true when it ended by itself after being asked. */
  public static boolean stop(ProcessHandle handle, Duration patience) {
    handle.destroy();
    if (awaitEnd(handle, patience)) {
      return true;
    }
    kill(handle);
    return false;
  }

  /** Ends the process at once, as a power cut would, and waits until it is gone. */
  public static void kill(ProcessHandle handle) {
    handle.destroyForcibly();
    awaitEnd(handle, KILL_PATIENCE);
  }

  private static boolean awaitEnd(ProcessHandle handle, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (Liveness.isAlive(handle)) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return true;
  }
}
