package io.peerz.audit.replay;

import io.peerz.inference.evidence.Work;
import io.peerz.proof.id.Digest;
import io.peerz.proof.receipt.InferenceReceipt;
import java.util.List;

/**
 * What a replay needs beside the weights.
 *
 * @param receipt the receipt in question
 * @param inputRows one row per position from the start of the session to the end of the receipt's
 *     chunk, as bytes: 4 of a token id for the first shard, dModel float32 values for any other
 * @param salt opens the receipt's output commitment
 */
public record Evidence(InferenceReceipt receipt, List<byte[]> inputRows, Digest salt) {
  public Evidence {
    inputRows = List.copyOf(inputRows);
  }

  /** Of work that the node kept. */
  public static Evidence of(Work work) {
    return new Evidence(work.receipt(), work.rows(), work.chunk().salt());
  }
}
