package io.peerz.inference.engine.exact;

import static io.peerz.inference.engine.exact.BlockKernels.BLOCK;
import static io.peerz.inference.engine.exact.BlockKernels.F;
import static io.peerz.inference.engine.exact.BlockKernels.I;
import static io.peerz.inference.engine.exact.BlockKernels.PANEL;
import static io.peerz.inference.engine.exact.BlockKernels.V;

import io.peerz.inference.weights.QuantBlocks;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * One row of activations with eight-bit weights. Bytes are masked out of their words and multiplied
 * as float32: a block's sum and every part of it stay below 2^21, where float32 is exact in any
 * order.
 */
final class Q8Kernel {
  private static final int WORDS = BLOCK / 4;

  private Q8Kernel() {}

  static void multiply(QuantisedRows x, QuantBlocks w, int from, int to, Rows y) {
    float[] acc = new float[PANEL];
    for (int panel = from / PANEL; panel * PANEL < to; panel++) {
      for (int g = 0; g < PANEL; g += V) {
        chain(x, w, panel * x.blocks, g).intoArray(acc, g);
      }
      BlockKernels.store(acc, 0, panel * PANEL, PANEL, from, to, y.data, y.at(0));
    }
  }

  private static FloatVector chain(QuantisedRows x, QuantBlocks w, int first, int g) {
    FloatVector acc = FloatVector.zero(F);
    for (int b = 0; b < x.blocks; b++) {
      FloatVector sum =
          sum(x.scaled, b * BLOCK, x.starts[b], w.words(), (first + b) * WORDS * PANEL + g);
      FloatVector scale = BlockKernels.scales(w, (first + b) * PANEL + g).mul(x.scales[b]);
      acc = scale.fma(sum, acc);
    }
    return acc;
  }

  private static FloatVector sum(float[] x, int at, float start, int[] words, int base) {
    FloatVector s0 = FloatVector.broadcast(F, start);
    FloatVector s1 = FloatVector.zero(F);
    FloatVector s2 = s1;
    FloatVector s3 = s1;
    for (int word = 0; word < WORDS; word++) {
      IntVector bytes = IntVector.fromArray(I, words, base + word * PANEL);
      int k = at + word * 4;
      s0 = column(bytes.and(0xff)).fma(FloatVector.broadcast(F, x[k]), s0);
      s1 = column(bytes.and(0xff00)).fma(FloatVector.broadcast(F, x[k + 1]), s1);
      s2 = column(bytes.and(0xff0000)).fma(FloatVector.broadcast(F, x[k + 2]), s2);
      IntVector top = bytes.lanewise(VectorOperators.LSHR, 24);
      s3 = column(top).fma(FloatVector.broadcast(F, x[k + 3]), s3);
    }
    return s0.add(s1).add(s2.add(s3));
  }

  private static FloatVector column(IntVector numbers) {
    return (FloatVector) numbers.convert(VectorOperators.I2F, 0);
  }
}
