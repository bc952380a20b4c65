package io.peerz.inference.route;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;

/**
 * How fast a node computes: the mission's T_ij, as its inverse.
 *
 * @param prefillNanosPerLayerToken one prompt token through one layer, zero while unknown
 * @param decodeNanosPerLayerToken one generated token through one layer, zero while unknown
 * @param queuedTokens tokens that wait for the node's engine
 */
public record ServiceTime(
    long prefillNanosPerLayerToken, long decodeNanosPerLayerToken, int queuedTokens) {
  /** A node slower than one second per layer and token is refused as nonsense. */
  public static final long MAX_NANOS = 1_000_000_000L;

  public static final int MAX_QUEUED_TOKENS = 1 << 20;

  /** Nothing was measured and nobody waits. */
  public static final ServiceTime UNKNOWN = new ServiceTime(0, 0, 0);

  /** Stands in for what was not measured: 200 microseconds per layer and token. */
  private static final long ASSUMED_NANOS = 200_000;

  public ServiceTime {
    Require.range(
        BAD_REQUEST, "prefillNanosPerLayerToken", prefillNanosPerLayerToken, 0, MAX_NANOS);
    Require.range(BAD_REQUEST, "decodeNanosPerLayerToken", decodeNanosPerLayerToken, 0, MAX_NANOS);
    Require.range(BAD_REQUEST, "queuedTokens", queuedTokens, 0, MAX_QUEUED_TOKENS);
  }

  /** Prefill time, or the best stand-in for it. */
  public long prefillNanos() {
    return firstKnown(prefillNanosPerLayerToken, decodeNanosPerLayerToken);
  }

  /** Decode time, or the best stand-in for it. */
  public long decodeNanos() {
    return firstKnown(decodeNanosPerLayerToken, prefillNanosPerLayerToken);
  }

  /** The faster of two statements of one node, for whoever holds it to its word. */
  public ServiceTime orFaster(long prefill, long decode) {
    return new ServiceTime(
        leastKnown(prefillNanosPerLayerToken, prefill),
        leastKnown(decodeNanosPerLayerToken, decode),
        queuedTokens);
  }

  private static long leastKnown(long a, long b) {
    return a == 0 || b == 0 ? Math.max(a, b) : Math.min(a, b);
  }

  private static long firstKnown(long own, long other) {
    if (own > 0) {
      return own;
    }
    return other > 0 ? other : ASSUMED_NANOS;
  }
}
