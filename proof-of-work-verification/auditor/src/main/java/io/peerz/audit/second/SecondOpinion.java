package io.peerz.audit.second;

import io.peerz.audit.replay.Evidence;
import io.peerz.audit.replay.InputRows;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Whether the rows that a node handed out are those of the layers, by the second engine. It cannot
 * say that a bit is wrong; it can say that the first engine and it disagree by more than the order
 * of sums explains, and then nobody should be slashed before a person has looked.
 */
public final class SecondOpinion {
  /** Relative L2 distance; honest work is four orders of magnitude nearer. */
  public static final double TOLERANCE = 1e-3;

  private final TensorFlowShard second;
  private final ShardEngine embedder;

  /**
   * @param embedder turns the evidence's rows into hidden states; holds the same layers
   */
  public SecondOpinion(TensorFlowShard second, ShardEngine embedder) {
    this.second = second;
    this.embedder = embedder;
  }

  /** Relative L2 distance of the chunk's rows from the second engine's. Blocking and computing. */
  public double distance(Evidence evidence, List<byte[]> outputs) {
    float[] expected = second.forward(InputRows.toFloats(embedder, evidence.inputRows()));
    int width = embedder.geometry().dModel();
    int at = Math.toIntExact(evidence.receipt().posStart()) * width;
    Require.that(
        at + outputs.size() * width == expected.length,
        ErrorCode.BAD_REQUEST,
        "the rows must be those of the receipt's chunk");
    double difference = 0;
    double size = 0;
    for (byte[] row : outputs) {
      ByteBuffer values = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < width; i++, at++) {
        double d = values.getFloat(i * Float.BYTES) - (double) expected[at];
        difference += d * d;
        size += (double) expected[at] * expected[at];
      }
    }
    return Math.sqrt(difference / size);
  }

  public boolean agrees(Evidence evidence, List<byte[]> outputs) {
    return distance(evidence, outputs) <= TOLERANCE;
  }
}
