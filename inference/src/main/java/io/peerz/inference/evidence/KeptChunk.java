package io.peerz.inference.evidence;

import io.peerz.inference.wire.AdapterRef;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.receipt.NodeReceipt;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One chunk of a session as the node that computed it keeps it.
 *
 * @param signed the receipt
 * @param salt opens the receipt's output commitment
 * @param outputRoot root of the rows, or of the tokens, that went out
 * @param adapter what the session ran through beside the base
 * @param inputRows one row per position of the chunk, as bytes: 4 of a token id for the first
 *     shard, dModel float32 values for any other
 */
public record KeptChunk(
    NodeReceipt signed,
    Digest salt,
    Digest outputRoot,
    Optional<AdapterRef> adapter,
    List<byte[]> inputRows) {
  public KeptChunk {
    Objects.requireNonNull(signed);
    Objects.requireNonNull(salt);
    Objects.requireNonNull(outputRoot);
    Objects.requireNonNull(adapter);
    inputRows = List.copyOf(inputRows);
  }

  public InferenceReceipt receipt() {
    return signed.receipt();
  }
}
