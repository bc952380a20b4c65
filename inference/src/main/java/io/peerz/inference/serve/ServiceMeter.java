package io.peerz.inference.serve;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Exponentially weighted mean service time of an engine, per layer and token, and how many tokens
 * wait. Written by the engine's thread, read by any.
 */
final class ServiceMeter {
  /** Weight of the newest batch. */
  private static final double ALPHA = 0.1;

  private final int layers;
  private final AtomicInteger queuedTokens = new AtomicInteger();
  private volatile double prefillNanos;
  private volatile double decodeNanos;

  ServiceMeter(int layers) {
    this.layers = layers;
  }

  void queued(int tokens) {
    queuedTokens.addAndGet(tokens);
  }

  /**
   * A batch was computed.
   *
   * @param decodeOnly each session brought one position
   */
  void computed(int tokens, boolean decodeOnly, long nanos) {
    queuedTokens.addAndGet(-tokens);
    double perLayerToken = (double) nanos / layers / tokens;
    if (decodeOnly) {
      decodeNanos = mixed(decodeNanos, perLayerToken);
    } else {
      prefillNanos = mixed(prefillNanos, perLayerToken);
    }
  }

  void abandoned(int tokens) {
    queuedTokens.addAndGet(-tokens);
  }

  int queuedTokens() {
    return queuedTokens.get();
  }

  /** Zero while nothing was measured. */
  long prefillNanosPerLayerToken() {
    return Math.round(prefillNanos);
  }

  /** Zero while nothing was measured. */
  long decodeNanosPerLayerToken() {
    return Math.round(decodeNanos);
  }

  private static double mixed(double mean, double sample) {
    return mean == 0 ? sample : mean + ALPHA * (sample - mean);
  }
}
