package io.peerz.inference.placement;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;

/**
 * A layer range that one node serves, or could serve.
 *
 * @param layerStart inclusive
 * @param layerEnd exclusive
 * @param nanosPerLayerToken one token through one layer: 1/T
 * @param oneWayMicros delay between the node and its neighbours on a route, as far as known: L
 */
public record PlacedShard(
    int layerStart, int layerEnd, long nanosPerLayerToken, long oneWayMicros) {
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long MICRO_TOKENS_TIMES_NANOS = 1_000_000_000_000_000L;

  public PlacedShard {
    Require.range(BAD_REQUEST, "layerStart", layerStart, 0, 0xffff);
    Require.range(BAD_REQUEST, "layerEnd", layerEnd, layerStart + 1L, 0xffff);
    Require.range(BAD_REQUEST, "nanosPerLayerToken", nanosPerLayerToken, 1, 1_000_000_000);
    Require.range(BAD_REQUEST, "oneWayMicros", oneWayMicros, 0, 60_000_000);
  }

  public int layers() {
    return layerEnd - layerStart;
  }

  /** Millionths of a token per second that the node can carry over its whole range. */
  long rate() {
    return MICRO_TOKENS_TIMES_NANOS / (layers() * nanosPerLayerToken);
  }

  /** The time of one token from the hop before through this one. */
  long tokenNanos() {
    return oneWayMicros * NANOS_PER_MICRO + layers() * nanosPerLayerToken;
  }
}
