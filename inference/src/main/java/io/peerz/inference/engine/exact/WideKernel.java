package io.peerz.inference.engine.exact;

import static io.peerz.inference.engine.exact.BlockKernels.BLOCK;
import static io.peerz.inference.engine.exact.BlockKernels.F;
import static io.peerz.inference.engine.exact.BlockKernels.I;
import static io.peerz.inference.engine.exact.BlockKernels.PANEL;
import static io.peerz.inference.engine.exact.BlockKernels.V;

import io.peerz.inference.weights.QuantBlocks;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Many rows of activations with quantised weights: a block of two panels is widened to float32 once
 * and multiplied with four rows at a time. Sums of a block stay below 2^21, where float32 is exact
 * in any order.
 */
final class WideKernel {
  private static final int WIDTH = 2 * PANEL;
  private static final int ROWS = 4;

  private WideKernel() {}

  static void multiply(QuantisedRows x, QuantBlocks w, int from, int to, Rows y) {
    float[] acc = new float[x.count * WIDTH];
    float[] sums = new float[ROWS * WIDTH];
    float[] scales = new float[WIDTH];
    float[] block = new float[BLOCK * WIDTH];
    int last = (to - 1) / PANEL;
    for (int panel = from / PANEL; panel <= last; panel += 2) {
      int other = Math.min(panel + 1, last);
      Arrays.fill(acc, 0f);
      for (int b = 0; b < x.blocks; b++) {
        widen(w, panel * x.blocks + b, block, scales, 0);
        widen(w, other * x.blocks + b, block, scales, PANEL);
        multiplyBlock(x, b, block, scales, sums, acc);
      }
      for (int m = 0; m < x.count; m++) {
        BlockKernels.store(acc, m * WIDTH, panel * PANEL, WIDTH, from, to, y.data, y.at(m));
      }
    }
  }

  private static void multiplyBlock(
      QuantisedRows x, int b, float[] block, float[] scales, float[] sums, float[] acc) {
    for (int m = 0; m < x.count; m += ROWS) {
      int at = b * x.count + m;
      int last = Math.min(ROWS, x.count - m) - 1;
      for (int g = 0; g < PANEL; g += V) {
        sums(x, at, last, block, g, sums);
      }
      for (int i = 0; i <= last; i++) {
        int from = (i == last ? ROWS - 1 : i) * WIDTH;
        float scale = x.scales[at + i];
        chain(scales, scale, x.starts[at + i], sums, from, acc, (m + i) * WIDTH);
      }
    }
  }

  /** Writes one block of a panel to (column, row), each number too large by its place in a word. */
  private static void widen(QuantBlocks w, int index, float[] target, float[] scales, int at) {
    int mask = (1 << w.form().bits()) - 1;
    int base = index * w.blockInts();
    int perWord = Integer.SIZE / w.form().bits();
    for (int g = 0; g < PANEL; g += V) {
      BlockKernels.scales(w, index * PANEL + g).intoArray(scales, at + g);
    }
    for (int word = 0; word < BLOCK / perWord; word++) {
      for (int g = 0; g < PANEL; g += V) {
        IntVector numbers = IntVector.fromArray(I, w.words(), base + word * PANEL + g);
        int to = at + word * 4 * WIDTH + g;
        if (perWord == 4) {
          bytes(numbers, target, to);
        } else {
          nibbles(numbers, target, to, mask);
        }
      }
    }
  }

  private static void bytes(IntVector numbers, float[] target, int at) {
    column(numbers.and(0xff), target, at);
    column(numbers.and(0xff00), target, at + WIDTH);
    column(numbers.and(0xff0000), target, at + 2 * WIDTH);
    column(numbers.lanewise(VectorOperators.LSHR, 24), target, at + 3 * WIDTH);
  }

  private static void nibbles(IntVector numbers, float[] target, int at, int mask) {
    for (int i = 0; i < 4; i++) {
      column(numbers.and(mask << (4 * i)), target, at + i * WIDTH);
    }
    int high = at + BLOCK / 2 * WIDTH;
    for (int i = 0; i < 3; i++) {
      column(numbers.and(mask << (16 + 4 * i)), target, high + i * WIDTH);
    }
    column(numbers.lanewise(VectorOperators.LSHR, 28), target, high + 3 * WIDTH);
  }

  private static void column(IntVector numbers, float[] target, int at) {
    ((FloatVector) numbers.convert(VectorOperators.I2F, 0)).intoArray(target, at);
  }

  /**
   * The block's sums of the rows m to m + 3, of which those behind the last one repeat it, into
   * (row, lane).
   */
  private static void sums(
      QuantisedRows x, int at0, int last, float[] block, int g, float[] target) {
    float[] q = x.scaled;
    int q0 = at0 * BLOCK;
    int q1 = q0 + Math.min(1, last) * BLOCK;
    int q2 = q0 + Math.min(2, last) * BLOCK;
    int q3 = q0 + last * BLOCK;
    FloatVector a0 = FloatVector.zero(F);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    for (int k = 0; k < BLOCK; k++) {
      FloatVector one = FloatVector.fromArray(F, block, k * WIDTH + g);
      FloatVector two = FloatVector.fromArray(F, block, k * WIDTH + PANEL + g);
      FloatVector v = FloatVector.broadcast(F, q[q0 + k]);
      a0 = one.fma(v, a0);
      b0 = two.fma(v, b0);
      v = FloatVector.broadcast(F, q[q1 + k]);
      a1 = one.fma(v, a1);
      b1 = two.fma(v, b1);
      v = FloatVector.broadcast(F, q[q2 + k]);
      a2 = one.fma(v, a2);
      b2 = two.fma(v, b2);
      v = FloatVector.broadcast(F, q[q3 + k]);
      a3 = one.fma(v, a3);
      b3 = two.fma(v, b3);
    }
    a0.intoArray(target, g);
    b0.intoArray(target, PANEL + g);
    a1.intoArray(target, WIDTH + g);
    b1.intoArray(target, WIDTH + PANEL + g);
    a2.intoArray(target, 2 * WIDTH + g);
    b2.intoArray(target, 2 * WIDTH + PANEL + g);
    a3.intoArray(target, 3 * WIDTH + g);
    b3.intoArray(target, 3 * WIDTH + PANEL + g);
  }

  /** Adds one row's block sums to its chains. */
  private static void chain(
      float[] scales, float scale, float start, float[] sums, int from, float[] acc, int to) {
    for (int i = 0; i < WIDTH; i += V) {
      FloatVector sum = FloatVector.fromArray(F, sums, from + i).add(start);
      FloatVector factor = FloatVector.fromArray(F, scales, i).mul(scale);
      factor.fma(sum, FloatVector.fromArray(F, acc, to + i)).intoArray(acc, to + i);
    }
  }
}
