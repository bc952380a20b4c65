package io.peerz.inference.route;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.util.Objects;

/**
 * What has to be carried through all layers of a model.
 *
 * @param bytesPerRow one position between two hops, dModel float32 values
 * @param newTokens how many tokens the answer is expected to have
 * @param bytesPerSecond rate of one link, the slower direction
 */
public record RouteRequest(
    Digest modelId,
    int layers,
    int bytesPerRow,
    int promptTokens,
    int newTokens,
    long bytesPerSecond,
    RouteLimits limits) {
  /** 100 Mbit/s, where nobody measured. */
  public static final long DEFAULT_BYTES_PER_SECOND = 12_500_000;

  public RouteRequest {
    Objects.requireNonNull(modelId);
    Require.range(BAD_REQUEST, "layers", layers, 1, 0xffff);
    Require.range(BAD_REQUEST, "bytesPerRow", bytesPerRow, 1, 1 << 24);
    Require.range(BAD_REQUEST, "promptTokens", promptTokens, 1, 1 << 24);
    Require.range(BAD_REQUEST, "newTokens", newTokens, 0, 1 << 24);
    Require.range(BAD_REQUEST, "bytesPerSecond", bytesPerSecond, 1, 1L << 40);
    Objects.requireNonNull(limits);
  }

  /** The same under other limits. */
  public RouteRequest withLimits(RouteLimits others) {
    return new RouteRequest(
        modelId, layers, bytesPerRow, promptTokens, newTokens, bytesPerSecond, others);
  }
}
