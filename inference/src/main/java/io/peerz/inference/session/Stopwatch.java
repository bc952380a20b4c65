package io.peerz.inference.session;

/** Notes when tokens come. Owned by the session's thread. */
final class Stopwatch {
  private static final long NANOS_PER_MICRO = 1_000;

  private final long startNanos = System.nanoTime();
  private long firstTokenNanos;
  private long lastTokenNanos;
  private long tokens;

  void token() {
    tokens++;
    lastTokenNanos = System.nanoTime() - startNanos;
    if (firstTokenNanos == 0) {
      firstTokenNanos = lastTokenNanos;
    }
  }

  Timings timings() {
    long later = Math.max(1, tokens - 1);
    return new Timings(
        firstTokenNanos / NANOS_PER_MICRO,
        (lastTokenNanos - firstTokenNanos) / later / NANOS_PER_MICRO,
        (System.nanoTime() - startNanos) / NANOS_PER_MICRO);
  }
}
