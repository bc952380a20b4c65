package io.peerz.inference.wire;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The adapter that a session runs through, as the chain knows it.
 *
 * @param jobId the fine-tuning job that made it
 * @param root root of the job's adapter state
 */
public record AdapterRef(Digest jobId, Digest root) {
  private static final byte[] TAG = "peerz/adapter/1".getBytes(StandardCharsets.US_ASCII);

  public AdapterRef {
    Objects.requireNonNull(jobId);
    Objects.requireNonNull(root);
  }

  /** Takes the place of the sampling hash in a session's id, so receipts are bound to it. */
  Digest bind(Digest samplingHash) {
    return Keccak.hash(TAG, samplingHash.bytes(), jobId.bytes(), root.bytes());
  }
}
