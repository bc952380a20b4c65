package io.peerz.inference.engine.exact;

import io.peerz.inference.model.Quantisation;
import io.peerz.inference.weights.QuantBlocks;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the products with quantised weights have in common; a lane is an output row, so that lane
 * width changes nothing.
 */
final class BlockKernels {
  static final VectorSpecies<Float> F = Lanes.floats();
  static final VectorSpecies<Integer> I = F.withLanes(int.class);
  static final int V = F.length();
  static final int PANEL = QuantBlocks.PANEL;
  static final int BLOCK = QuantBlocks.BLOCK;

  private static final VectorSpecies<Short> HALF =
      VectorSpecies.of(short.class, VectorShape.forBitSize(F.vectorBitSize() / 2));

  /** Sign, exponent and fraction of a float16 that was widened to an int and moved up by 13. */
  private static final int FLOAT16_BITS = 0x8fffe000;

  /** The difference of the exponents' biases. */
  private static final float FLOAT16_UNIT = 0x1p112f;

  private BlockKernels() {}

  static void multiply(QuantisedRows x, QuantBlocks w, int from, int to, Rows y) {
    if (x.isNarrow()) {
      Q4Kernel.multiply(x, w, from, to, y);
    } else if (x.count == 1) {
      Q8Kernel.multiply(x, w, from, to, y);
    } else {
      WideKernel.multiply(x, w, from, to, y);
    }
  }

  /** Scales of {@link #V} rows; {@code at} counts panel, block, row. */
  static FloatVector scales(QuantBlocks w, int at) {
    if (w.form() == Quantisation.Q8) {
      return FloatVector.fromArray(F, w.scales(), at);
    }
    IntVector bits =
        (IntVector)
            ShortVector.fromArray(HALF, w.halfScales(), at).convertShape(VectorOperators.S2I, I, 0);
    return bits.lanewise(VectorOperators.LSHL, 13)
        .and(FLOAT16_BITS)
        .reinterpretAsFloats()
        .mul(FLOAT16_UNIT);
  }

  /** Copies the rows [from, to) of what was computed for rows from {@code first} on. */
  static void store(
      float[] acc, int at, int first, int width, int from, int to, float[] y, int yAt) {
    int begin = Math.max(from, first);
    int end = Math.min(to, first + width);
    if (begin < end) {
      System.arraycopy(acc, at + begin - first, y, yAt + begin, end - begin);
    }
  }
}
