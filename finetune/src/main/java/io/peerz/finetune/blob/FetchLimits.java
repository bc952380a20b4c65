package io.peerz.finetune.blob;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.time.Duration;

/**
 * How much a fetch may cost.
 *
 * @param maxBytes largest blob that is accepted
 * @param timeout for the whole blob, from all holders together
 */
public record FetchLimits(long maxBytes, Duration timeout) {
  public FetchLimits {
    Require.range(ErrorCode.BAD_CONFIG, "bytes of a fetch", maxBytes, 1, ChunkList.MAX_BLOB_BYTES);
    Require.that(timeout.isPositive(), ErrorCode.BAD_CONFIG, "a fetch needs time");
  }
}
