package io.peerz.inference.engine.exact;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Threads that share the output elements of one operation among themselves. One thread at a time
 * runs operations.
 */
final class Team implements AutoCloseable {
  /** Below this many multiply-adds waking another thread costs more than it saves. */
  private static final long MIN_MACS_PER_THREAD = 1 << 18;

  /** Ranges begin at multiples of this, so that kernels get whole tiles and pairs of panels. */
  private static final int GRAIN = 32;

  private final int threads;
  private final long minMacsPerThread;
  private final List<TeamWorker> workers;

  Team(int threads) {
    this(threads, MIN_MACS_PER_THREAD);
  }

  Team(int threads, long minMacsPerThread) {
    this.threads = threads;
    this.minMacsPerThread = minMacsPerThread;
    this.workers =
        IntStream.range(1, threads).mapToObj(i -> new TeamWorker("peerz-engine-" + i)).toList();
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
    run(count, GRAIN, macsPerElement, part);
  }

  /** The same with ranges that begin at multiples of {@code grain}. */
  void run(int count, int grain, long macsPerElement, Part part) {
    int shares = Math.clamp(count * macsPerElement / minMacsPerThread, 1, threads);
    if (shares == 1) {
      part.run(0, 0, count);
      return;
    }
    int share = ((count + shares - 1) / shares + grain - 1) / grain * grain;
    for (int thread = 1; thread < shares; thread++) {
      int index = thread;
      int from = Math.min(count, thread * share);
      int to = Math.min(count, from + share);
      workers.get(thread - 1).begin(() -> part.run(index, from, to));
    }
    try {
      part.run(0, 0, Math.min(count, share));
    } finally {
      workers.subList(0, shares - 1).forEach(TeamWorker::await);
    }
  }

  @Override
  public void close() {
    workers.forEach(TeamWorker::end);
  }
}
