package io.peerz.inference.engine.exact;

import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.Q8Blocks;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with quantised weights; a lane is an output row, so that lane width changes nothing.
 * Whole numbers are multiplied and added as float32: a block's sum stays below 32 * 127 * 127 &lt;
 * 2^24, where float32 is exact in any order.
 */
final class Q8VectorKernel {
  private static final VectorSpecies<Float> F = Lanes.floats();
  private static final VectorSpecies<Integer> I = F.withLanes(int.class);
  private static final int V = F.length();
  private static final int PANEL = Q8Blocks.PANEL;
  private static final int BLOCK = Q8Blocks.BLOCK;
  private static final int ROWS = 4;

  private Q8VectorKernel() {}

  static void multiply(Rows x, int count, Matrix w, int from, int to, Rows y) {
    QuantisedRows input = new QuantisedRows(x, count, w.cols());
    float[] acc = new float[count * PANEL];
    float[] block = new float[BLOCK * PANEL];
    for (int panel = from / PANEL; panel * PANEL < to; panel++) {
      Arrays.fill(acc, 0f);
      for (int b = 0; b < input.blocks; b++) {
        int index = panel * input.blocks + b;
        if (count == 1) {
          single(w.q8(), index, input, b, acc);
        } else {
          widen(w.q8(), index, block);
          several(w.q8(), index, input, b, count, block, acc);
        }
      }
      store(acc, count, panel * PANEL, from, to, y);
    }
  }

  private static void store(float[] acc, int count, int first, int from, int to, Rows y) {
    for (int m = 0; m < count; m++) {
      for (int n = Math.max(from, first); n < Math.min(to, first + PANEL); n++) {
        y.data[y.at(m) + n] = acc[m * PANEL + n - first];
      }
    }
  }

  /** One activation row: the weights are widened in registers. */
  private static void single(Q8Blocks w, int index, QuantisedRows input, int b, float[] acc) {
    for (int g = 0; g < PANEL; g += V) {
      FloatVector even = FloatVector.zero(F);
      FloatVector odd = even;
      for (int quad = 0; quad < BLOCK / 4; quad++) {
        int k = b * BLOCK + quad * 4;
        IntVector bytes =
            IntVector.fromArray(I, w.quads(), index * Q8Blocks.BLOCK_INTS + quad * PANEL + g);
        even = column(bytes, 24).fma(FloatVector.broadcast(F, input.q[k]), even);
        odd = column(bytes, 16).fma(FloatVector.broadcast(F, input.q[k + 1]), odd);
        even = column(bytes, 8).fma(FloatVector.broadcast(F, input.q[k + 2]), even);
        odd = column(bytes, 0).fma(FloatVector.broadcast(F, input.q[k + 3]), odd);
      }
      chain(w, index, g, input.scales[b], even.add(odd), acc, g);
    }
  }

  /** One of the four bytes of each int as float32, after a shift to the top. */
  private static FloatVector column(IntVector bytes, int shift) {
    IntVector top = shift == 0 ? bytes : bytes.lanewise(VectorOperators.LSHL, shift);
    return (FloatVector) top.lanewise(VectorOperators.ASHR, 24).convert(VectorOperators.I2F, 0);
  }

  private static void chain(
      Q8Blocks w, int index, int g, float inputScale, FloatVector sum, float[] acc, int at) {
    FloatVector scale = FloatVector.fromArray(F, w.scales(), index * PANEL + g).mul(inputScale);
    scale.fma(sum, FloatVector.fromArray(F, acc, at)).intoArray(acc, at);
  }

  /** Widens one block of a panel to (column, row). */
  private static void widen(Q8Blocks w, int index, float[] target) {
    for (int quad = 0; quad < BLOCK / 4; quad++) {
      for (int g = 0; g < PANEL; g += V) {
        IntVector bytes =
            IntVector.fromArray(I, w.quads(), index * Q8Blocks.BLOCK_INTS + quad * PANEL + g);
        int at = quad * 4 * PANEL + g;
        column(bytes, 24).intoArray(target, at);
        column(bytes, 16).intoArray(target, at + PANEL);
        column(bytes, 8).intoArray(target, at + 2 * PANEL);
        column(bytes, 0).intoArray(target, at + 3 * PANEL);
      }
    }
  }

  /** Many activation rows, four at a time; what is missing in the last four repeats a row. */
  private static void several(
      Q8Blocks w, int index, QuantisedRows input, int b, int count, float[] block, float[] acc) {
    float[] blockSums = new float[ROWS * PANEL];
    for (int m = 0; m < count; m += ROWS) {
      int last = Math.min(ROWS, count - m) - 1;
      int x0 = m * input.width + b * BLOCK;
      int x1 = x0 + Math.min(1, last) * input.width;
      int x2 = x0 + Math.min(2, last) * input.width;
      int x3 = x0 + last * input.width;
      for (int g = 0; g < PANEL; g += V) {
        sums(block, g, input.q, x0, x1, x2, x3, blockSums);
      }
      for (int i = 0; i <= last; i++) {
        float inputScale = input.scales[(m + i) * input.blocks + b];
        int from = i == last ? ROWS - 1 : i;
        for (int g = 0; g < PANEL; g += V) {
          FloatVector sum = FloatVector.fromArray(F, blockSums, from * PANEL + g);
          chain(w, index, g, inputScale, sum, acc, (m + i) * PANEL + g);
        }
      }
    }
  }

  /** The block's sums of four activation rows into (activation row, lane). */
  private static void sums(
      float[] block, int g, float[] q, int x0, int x1, int x2, int x3, float[] target) {
    FloatVector s0 = FloatVector.zero(F);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int k = 0; k < BLOCK; k++) {
      FloatVector weights = FloatVector.fromArray(F, block, k * PANEL + g);
      s0 = weights.fma(FloatVector.broadcast(F, q[x0 + k]), s0);
      s1 = weights.fma(FloatVector.broadcast(F, q[x1 + k]), s1);
      s2 = weights.fma(FloatVector.broadcast(F, q[x2 + k]), s2);
      s3 = weights.fma(FloatVector.broadcast(F, q[x3 + k]), s3);
    }
    s0.intoArray(target, g);
    s1.intoArray(target, PANEL + g);
    s2.intoArray(target, 2 * PANEL + g);
    s3.intoArray(target, 3 * PANEL + g);
  }
}
