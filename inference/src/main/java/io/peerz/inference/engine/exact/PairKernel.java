package io.peerz.inference.engine.exact;

import io.peerz.inference.weights.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with bfloat16 weights in pair form, in the canonical order of {@link VectorKernels}.
 * They are widened in registers for few rows, and into a small panel when many rows share them.
 */
final class PairKernel {
  private static final VectorSpecies<Float> F = Lanes.floats();
  private static final VectorSpecies<Integer> I = F.withLanes(int.class);
  private static final int V = F.length();
  private static final int LANES = Canon.LANES;
  private static final int TILE = 4;
  private static final int FEW = 8;
  private static final int BLOCK = Matrix.BLOCK;
  private static final int BLOCK_INTS = Matrix.BLOCK_INTS;
  private static final int HIGH_HALF = 0xffff0000;

  private PairKernel() {}

  static void multiply(Rows x, int count, Matrix w, int from, int to, Rows y) {
    int cols = w.cols();
    float[] lanes = new float[TILE * TILE * LANES];
    if (count <= FEW) {
      for (int n = from; n < to; n += TILE) {
        few(x, count, w, n, Math.min(TILE, to - n), y, lanes);
      }
      return;
    }
    Rows panel = new Rows(new float[TILE * cols], 0, cols);
    for (int n = from; n < to; n += TILE) {
      int width = Math.min(TILE, to - n);
      for (int i = 0; i < width; i++) {
        widen(w, n + i, panel.data, panel.at(i));
      }
      VectorKernels.multiplyRows(x, count, panel, width, cols, y, n, lanes);
    }
  }

  /** Rows too few to pay for a panel: weights are widened in registers. */
  private static void few(Rows x, int count, Matrix w, int n, int width, Rows y, float[] lanes) {
    int m = 0;
    for (; m + TILE <= count; m += TILE) {
      dots16(x, m, w, n, width, lanes);
      for (int i = 0; i < TILE; i++) {
        VectorKernels.store(lanes, i * TILE, width, y, m + i, n);
      }
    }
    for (; m < count; m++) {
      dots4(x.data, x.at(m), w, n, width, lanes);
      VectorKernels.store(lanes, 0, width, y, m, n);
    }
  }

  /** One x row, at most four weight rows in pair form. */
  private static void dots4(float[] x, int xAt, Matrix w, int n, int width, float[] lanes) {
    int rowInts = Matrix.rowInts(w.cols());
    int last = width - 1;
    int w0 = n * rowInts;
    int w1 = (n + Math.min(1, last)) * rowInts;
    int w2 = (n + Math.min(2, last)) * rowInts;
    int w3 = (n + Math.min(3, last)) * rowInts;
    int blocks = w.cols() / BLOCK;
    for (int g = 0; g < LANES; g += V) {
      pairs4(x, xAt + g, w.pairs(), w0 + g, w1 + g, w2 + g, w3 + g, blocks, lanes, g);
    }
    tail(x, xAt, w, n, width, lanes, 0);
  }

  /** Elements behind the last full block. */
  private static void tail(
      float[] x, int xAt, Matrix w, int n, int width, float[] lanes, int first) {
    for (int i = 0; i < width; i++) {
      for (int k = w.cols() / BLOCK * BLOCK; k < w.cols(); k++) {
        int lane = (first + i) * LANES + k % LANES;
        lanes[lane] = Math.fma(x[xAt + k], w.get(n + i, k), lanes[lane]);
      }
    }
  }

  /** Four x rows, at most four weight rows. */
  private static void dots16(Rows x, int m, Matrix w, int n, int width, float[] lanes) {
    int rowInts = Matrix.rowInts(w.cols());
    int last = width - 1;
    int w0 = n * rowInts;
    int w1 = (n + Math.min(1, last)) * rowInts;
    int w2 = (n + Math.min(2, last)) * rowInts;
    int w3 = (n + last) * rowInts;
    int blocks = w.cols() / BLOCK;
    for (int g = 0; g < LANES; g += V) {
      for (int i = 0; i < TILE; i += 2) {
        int x0 = x.at(m + i) + g;
        int lane = i * TILE * LANES + g;
        pairs8(
            x.data, x0, x.stride, w.pairs(), w0 + g, w1 + g, w2 + g, w3 + g, blocks, lanes, lane);
      }
    }
    for (int i = 0; i < TILE; i++) {
      tail(x.data, x.at(m + i), w, n, width, lanes, i * TILE);
    }
  }

  private static void pairs8(
      float[] x,
      int x0,
      int stride,
      int[] w,
      int w0,
      int w1,
      int w2,
      int w3,
      int blocks,
      float[] lanes,
      int lane) {
    FloatVector a0 = FloatVector.zero(F);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    int x1 = x0 + stride;
    for (int block = 0; block < blocks; block++) {
      int k = block * BLOCK;
      int b = block * BLOCK_INTS;
      FloatVector low = FloatVector.fromArray(F, x, x0 + k);
      FloatVector high = FloatVector.fromArray(F, x, x0 + k + LANES);
      FloatVector lower = FloatVector.fromArray(F, x, x1 + k);
      FloatVector higher = FloatVector.fromArray(F, x, x1 + k + LANES);
      IntVector v = IntVector.fromArray(I, w, w0 + b);
      FloatVector one = low(v);
      FloatVector two = high(v);
      a0 = two.fma(high, one.fma(low, a0));
      b0 = two.fma(higher, one.fma(lower, b0));
      v = IntVector.fromArray(I, w, w1 + b);
      one = low(v);
      two = high(v);
      a1 = two.fma(high, one.fma(low, a1));
      b1 = two.fma(higher, one.fma(lower, b1));
      v = IntVector.fromArray(I, w, w2 + b);
      one = low(v);
      two = high(v);
      a2 = two.fma(high, one.fma(low, a2));
      b2 = two.fma(higher, one.fma(lower, b2));
      v = IntVector.fromArray(I, w, w3 + b);
      one = low(v);
      two = high(v);
      a3 = two.fma(high, one.fma(low, a3));
      b3 = two.fma(higher, one.fma(lower, b3));
    }
    VectorKernels.intoLanes(a0, a1, a2, a3, lanes, lane);
    VectorKernels.intoLanes(b0, b1, b2, b3, lanes, lane + TILE * LANES);
  }

  private static void pairs4(
      float[] x,
      int xAt,
      int[] w,
      int w0,
      int w1,
      int w2,
      int w3,
      int blocks,
      float[] lanes,
      int g) {
    FloatVector a0 = FloatVector.zero(F);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    for (int block = 0; block < blocks; block++) {
      int k = xAt + block * BLOCK;
      int b = block * BLOCK_INTS;
      FloatVector low = FloatVector.fromArray(F, x, k);
      FloatVector high = FloatVector.fromArray(F, x, k + LANES);
      IntVector v0 = IntVector.fromArray(I, w, w0 + b);
      IntVector v1 = IntVector.fromArray(I, w, w1 + b);
      IntVector v2 = IntVector.fromArray(I, w, w2 + b);
      IntVector v3 = IntVector.fromArray(I, w, w3 + b);
      a0 = high(v0).fma(high, low(v0).fma(low, a0));
      a1 = high(v1).fma(high, low(v1).fma(low, a1));
      a2 = high(v2).fma(high, low(v2).fma(low, a2));
      a3 = high(v3).fma(high, low(v3).fma(low, a3));
    }
    VectorKernels.intoLanes(a0, a1, a2, a3, lanes, g);
  }

  /** The first sixteen elements of a block as float32. */
  private static FloatVector low(IntVector pairs) {
    return pairs.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
  }

  /** The second sixteen elements of a block as float32. */
  private static FloatVector high(IntVector pairs) {
    return pairs.and(HIGH_HALF).reinterpretAsFloats();
  }

  /** Writes a row in pair form as float32. */
  private static void widen(Matrix w, int row, float[] target, int at) {
    int base = row * Matrix.rowInts(w.cols());
    int blocks = w.cols() / BLOCK;
    for (int block = 0; block < blocks; block++) {
      for (int g = 0; g < LANES; g += V) {
        IntVector pairs = IntVector.fromArray(I, w.pairs(), base + block * BLOCK_INTS + g);
        low(pairs).intoArray(target, at + block * BLOCK + g);
        high(pairs).intoArray(target, at + block * BLOCK + LANES + g);
      }
    }
    for (int k = blocks * BLOCK; k < w.cols(); k++) {
      target[at + k] = w.get(row, k);
    }
  }
}
