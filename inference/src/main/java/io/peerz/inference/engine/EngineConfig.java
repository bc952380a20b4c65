package io.peerz.inference.engine;

/**
 * How much of the machine an engine may use. None of it changes a result.
 *
 * @param threads threads that compute one step together, at least one
 * @param cacheBytes bytes of all KV caches together
 * @param maxPositions longest context served; zero means what the model was trained for
 */
public record EngineConfig(int threads, long cacheBytes, int maxPositions) {
  private static final long DEFAULT_CACHE_BYTES = 64L << 20;

  public EngineConfig {
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("threads must be 1 to 1024, not " + threads);
    }
    if (cacheBytes <= 0) {
      throw new IllegalArgumentException("cacheBytes must be positive, not " + cacheBytes);
    }
    if (maxPositions < 0) {
      throw new IllegalArgumentException("maxPositions must not be negative: " + maxPositions);
    }
  }

  /** One thread, 64 MiB of KV caches, the model's own context. */
  public static EngineConfig defaults() {
    return new EngineConfig(1, DEFAULT_CACHE_BYTES, 0);
  }

  public EngineConfig withThreads(int newThreads) {
    return new EngineConfig(newThreads, cacheBytes, maxPositions);
  }
}
