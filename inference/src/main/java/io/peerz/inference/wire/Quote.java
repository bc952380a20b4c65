package io.peerz.inference.wire;

/**
 * How fast a node says it serves a session that it opens.
 *
 * @param prefillNanosPerLayerToken zero while unknown
 * @param decodeNanosPerLayerToken zero while unknown
 * @param queuedTokens tokens of others that each step waits for
 */
public record Quote(
    long prefillNanosPerLayerToken, long decodeNanosPerLayerToken, int queuedTokens) {
  /** Nothing was measured and nobody waits. */
  public static final Quote UNKNOWN = new Quote(0, 0, 0);
}
