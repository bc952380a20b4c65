package io.peerz.inference.engine.exact;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that share the output elements of one operation among themselves. */
final class Team implements AutoCloseable {
  /** Below this many multiply-adds waking another thread costs more than it saves. */
  private static final long MIN_MACS_PER_THREAD = 1 << 18;

  /** Ranges begin at multiples of this, so that kernels get whole tiles and panels. */
  private static final int GRAIN = 16;

  private final int threads;
  private final long minMacsPerThread;
  private final ExecutorService workers;

  Team(int threads) {
    this(threads, MIN_MACS_PER_THREAD);
  }

  Team(int threads, long minMacsPerThread) {
    this.threads = threads;
    this.minMacsPerThread = minMacsPerThread;
    this.workers =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads - 1, Thread.ofPlatform().daemon().name("peerz-engine-", 1).factory());
  }

  int threads() {
    return threads;
  }

  /** Part of the work: elements {@code [from, to)} by the thread of that index. */
  @FunctionalInterface
  interface Part {
    void run(int thread, int from, int to);
  }

  /** Runs all elements {@code [0, count)} and returns when the last is done. */
  void run(int count, long macsPerElement, Part part) {
    int shares = Math.clamp(count * macsPerElement / minMacsPerThread, 1, threads);
    if (shares == 1) {
      part.run(0, 0, count);
      return;
    }
    int share = ((count + shares - 1) / shares + GRAIN - 1) / GRAIN * GRAIN;
    List<Future<?>> others = new ArrayList<>(shares - 1);
    for (int thread = 1; thread < shares; thread++) {
      int index = thread;
      int from = Math.min(count, thread * share);
      int to = Math.min(count, from + share);
      others.add(workers.submit(() -> part.run(index, from, to)));
    }
    try {
      part.run(0, 0, Math.min(count, share));
    } finally {
      others.forEach(Team::await);
    }
  }

  /** Waits through interrupts: a worker left behind would still write to buffers in use. */
  private static void await(Future<?> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a worker of the engine failed", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    if (workers != null) {
      workers.shutdownNow();
    }
  }
}
