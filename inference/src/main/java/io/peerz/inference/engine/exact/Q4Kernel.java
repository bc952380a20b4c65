package io.peerz.inference.engine.exact;

import static io.peerz.inference.engine.exact.BlockKernels.F;
import static io.peerz.inference.engine.exact.BlockKernels.I;
import static io.peerz.inference.engine.exact.BlockKernels.PANEL;
import static io.peerz.inference.engine.exact.BlockKernels.V;

import io.peerz.inference.weights.QuantBlocks;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Few rows of activations with four-bit weights, in 16-bit lanes: two of them, the halves of an
 * int, belong to one output row and hold the sums over the low and the high 16 columns of a block.
 * Such a sum lies within 16 * 8 * 127 = 16,256, so that wrapping on the way does no harm.
 */
final class Q4Kernel {
  private static final int WORDS = 4;
  private static final int PAIRS = QuantisedRows.PAIRS;
  private static final int LOW_NIBBLES = 0x000f000f;
  private static final int ROWS = 4;

  private Q4Kernel() {}

  static void multiply(QuantisedRows x, QuantBlocks w, int from, int to, Rows y) {
    float[] acc = new float[x.count * PANEL];
    float[] scales = new float[PANEL];
    int[] columns = new int[PAIRS * PANEL];
    int[] sums = new int[ROWS * PANEL];
    for (int panel = from / PANEL; panel * PANEL < to; panel++) {
      if (x.count == 1) {
        for (int g = 0; g < PANEL; g += V) {
          single(x, w, panel * x.blocks, g, acc);
        }
      } else {
        Arrays.fill(acc, 0f);
        for (int b = 0; b < x.blocks; b++) {
          int index = panel * x.blocks + b;
          widen(w.words(), index * WORDS * PANEL, columns);
          for (int g = 0; g < PANEL; g += V) {
            BlockKernels.scales(w, index * PANEL + g).intoArray(scales, g);
          }
          multiplyBlock(x, b, columns, scales, sums, acc);
        }
      }
      for (int m = 0; m < x.count; m++) {
        BlockKernels.store(acc, m * PANEL, panel * PANEL, PANEL, from, to, y.data, y.at(m));
      }
    }
  }

  /** Four rows at a time; what is missing in the last four repeats a row. */
  private static void multiplyBlock(
      QuantisedRows x, int b, int[] columns, float[] scales, int[] sums, float[] acc) {
    for (int m = 0; m < x.count; m += ROWS) {
      int at = b * x.count + m;
      int last = Math.min(ROWS, x.count - m) - 1;
      int p0 = at * PAIRS;
      int p1 = p0 + Math.min(1, last) * PAIRS;
      int p2 = p0 + Math.min(2, last) * PAIRS;
      for (int g = 0; g < PANEL; g += V) {
        sums(columns, g, x.pairs, p0, p1, p2, p0 + last * PAIRS, sums);
      }
      for (int i = 0; i <= last; i++) {
        int from = (i == last ? ROWS - 1 : i) * PANEL;
        int start = x.pairStarts[at + i];
        chain(scales, x.scales[at + i], start, sums, from, acc, (m + i) * PANEL);
      }
    }
  }

  private static void single(QuantisedRows x, QuantBlocks w, int first, int g, float[] target) {
    FloatVector acc = FloatVector.zero(F);
    for (int b = 0; b < x.blocks; b++) {
      int base = (first + b) * WORDS * PANEL + g;
      ShortVector even = pair(x.pairStarts[b]);
      ShortVector odd = ShortVector.zero(even.species());
      for (int word = 0; word < WORDS; word++) {
        IntVector nibbles = IntVector.fromArray(I, w.words(), base + word * PANEL);
        int k = b * PAIRS + word * 4;
        even = even.add(column(nibbles, 0).mul(pair(x.pairs[k])));
        odd = odd.add(column(nibbles, 4).mul(pair(x.pairs[k + 1])));
        even = even.add(column(nibbles, 8).mul(pair(x.pairs[k + 2])));
        odd = odd.add(column(nibbles, 12).mul(pair(x.pairs[k + 3])));
      }
      FloatVector scale = BlockKernels.scales(w, (first + b) * PANEL + g).mul(x.scales[b]);
      acc = scale.fma(sum(even.add(odd)), acc);
    }
    acc.intoArray(target, g);
  }

  /** Takes the nibbles of a block apart: (column of the low half, lane). */
  private static void widen(int[] words, int base, int[] target) {
    for (int word = 0; word < WORDS; word++) {
      for (int g = 0; g < PANEL; g += V) {
        IntVector nibbles = IntVector.fromArray(I, words, base + word * PANEL + g);
        int at = word * 4 * PANEL + g;
        nibbles.and(LOW_NIBBLES).intoArray(target, at);
        for (int i = 1; i < 4; i++) {
          nibbles
              .lanewise(VectorOperators.LSHR, 4 * i)
              .and(LOW_NIBBLES)
              .intoArray(target, at + i * PANEL);
        }
      }
    }
  }

  /** The block's sums of four rows into (row, lane). */
  private static void sums(
      int[] columns, int g, int[] pairs, int p0, int p1, int p2, int p3, int[] target) {
    ShortVector s0 = pair(0);
    ShortVector s1 = s0;
    ShortVector s2 = s0;
    ShortVector s3 = s0;
    for (int k = 0; k < PAIRS; k++) {
      ShortVector w = IntVector.fromArray(I, columns, k * PANEL + g).reinterpretAsShorts();
      s0 = s0.add(w.mul(pair(pairs[p0 + k])));
      s1 = s1.add(w.mul(pair(pairs[p1 + k])));
      s2 = s2.add(w.mul(pair(pairs[p2 + k])));
      s3 = s3.add(w.mul(pair(pairs[p3 + k])));
    }
    s0.reinterpretAsInts().intoArray(target, g);
    s1.reinterpretAsInts().intoArray(target, PANEL + g);
    s2.reinterpretAsInts().intoArray(target, 2 * PANEL + g);
    s3.reinterpretAsInts().intoArray(target, 3 * PANEL + g);
  }

  /** Adds one row's block sums to its chains. */
  private static void chain(
      float[] scales, float scale, int start, int[] sums, int from, float[] acc, int to) {
    for (int g = 0; g < PANEL; g += V) {
      ShortVector halves = IntVector.fromArray(I, sums, from + g).reinterpretAsShorts();
      FloatVector sum = sum(halves.add(pair(start)));
      FloatVector factor = FloatVector.fromArray(F, scales, g).mul(scale);
      factor.fma(sum, FloatVector.fromArray(F, acc, to + g)).intoArray(acc, to + g);
    }
  }

  private static ShortVector pair(int halves) {
    return IntVector.broadcast(I, halves).reinterpretAsShorts();
  }

  private static ShortVector column(IntVector nibbles, int shift) {
    IntVector down = shift == 0 ? nibbles : nibbles.lanewise(VectorOperators.LSHR, shift);
    return down.and(LOW_NIBBLES).reinterpretAsShorts();
  }

  private static FloatVector sum(ShortVector halves) {
    IntVector both = halves.reinterpretAsInts();
    IntVector low = both.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
    IntVector high = both.lanewise(VectorOperators.ASHR, 16);
    return (FloatVector) low.add(high).convert(VectorOperators.I2F, 0);
  }
}
