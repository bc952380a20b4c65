package io.peerz.inference.engine.exact;

import io.peerz.inference.weights.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The canonical order on vectors of 4, 8 or 16 lanes.
 *
 * <p>The 16 accumulators of a dot product never meet before the final tree, so a narrow machine
 * computes them group by group: first lanes [0, V) along the whole row, then [V, 2V), and so on.
 * One source serves every width, and the second pass finds the row in the nearest cache. Tiles of 4
 * x 4 dots (4 x rows, 4 weight rows) reuse each loaded vector four times; a single row takes four
 * weight rows at once to hide the latency of the multiply-add.
 */
final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> F = Lanes.floats();
  private static final VectorSpecies<Float> QUARTER = FloatVector.SPECIES_128;
  private static final int V = F.length();
  private static final int LANES = Canon.LANES;
  private static final int TILE = 4;

  @Override
  public void multiply(Rows x, int count, Rows w, int cols, int from, int to, Rows y) {
    float[] lanes = new float[TILE * TILE * LANES];
    for (int n = from; n < to; n += TILE) {
      multiplyRows(x, count, w.from(n), Math.min(TILE, to - n), cols, y, n, lanes);
    }
  }

  @Override
  public Operand operand(Rows x, int count, Matrix w) {
    boolean blocks = w.isQuantised();
    return new Operand(
        x, count, blocks ? QuantisedRows.forVectors(x, count, w.cols(), w.quant()) : null);
  }

  @Override
  public void multiply(Operand x, Matrix w, int from, int to, Rows y) {
    if (w.isQuantised()) {
      BlockKernels.multiply(x.quantised(), w.quant(), from, to, y);
    } else if (w.isPairs()) {
      PairKernel.multiply(x.rows(), x.count(), w, from, to, y);
    } else {
      multiply(x.rows(), x.count(), new Rows(w.floats(), 0, w.cols()), w.cols(), from, to, y);
    }
  }

  @Override
  public void exponentials(float[] x, int from, int to, float shift) {
    Exponential.exponentials(x, from, to, shift);
  }

  @Override
  public void gate(float[] gate, float[] up, int from, int to) {
    Exponential.gate(gate, up, from, to);
  }

  /** All x rows against at most four weight rows; {@code n} is the output column of the first. */
  static void multiplyRows(
      Rows x, int count, Rows w, int width, int cols, Rows y, int n, float[] lanes) {
    int last = width - 1;
    int w1 = w.at(Math.min(1, last));
    int w2 = w.at(Math.min(2, last));
    int w3 = w.at(Math.min(3, last));
    int m = 0;
    for (; m + TILE <= count; m += TILE) {
      dots16(x.data, x.at(m), x.stride, w.data, w.at(0), w1, w2, w3, cols, lanes);
      for (int i = 0; i < TILE; i++) {
        tail(x.data, x.at(m + i), w, width, cols, lanes, i * TILE);
        store(lanes, i * TILE, width, y, m + i, n);
      }
    }
    for (; m < count; m++) {
      dots4(x.data, x.at(m), w.data, w.at(0), w1, w2, w3, cols, lanes);
      tail(x.data, x.at(m), w, width, cols, lanes, 0);
      store(lanes, 0, width, y, m, n);
    }
  }

  static void store(float[] lanes, int first, int width, Rows y, int m, int n) {
    int target = y.at(m) + n;
    for (int i = 0; i < width; i++) {
      y.data[target + i] = tree(lanes, (first + i) * LANES);
    }
  }

  /**
   * {@link Canon#tree} with the steps 8 and 4 on vectors of four lanes, which all machines have.
   */
  private static float tree(float[] lanes, int at) {
    FloatVector a = FloatVector.fromArray(QUARTER, lanes, at);
    FloatVector b = FloatVector.fromArray(QUARTER, lanes, at + 4);
    FloatVector c = FloatVector.fromArray(QUARTER, lanes, at + 8);
    FloatVector d = FloatVector.fromArray(QUARTER, lanes, at + 12);
    a.add(c).add(b.add(d)).intoArray(lanes, at);
    return (lanes[at] + lanes[at + 2]) + (lanes[at + 1] + lanes[at + 3]);
  }

  /** Elements behind the last full group of 16. */
  private static void tail(
      float[] x, int xAt, Rows w, int width, int cols, float[] lanes, int first) {
    int full = cols & -LANES;
    for (int i = 0; i < width && full < cols; i++) {
      int wAt = w.at(i);
      int lane = (first + i) * LANES;
      for (int k = full; k < cols; k++) {
        lanes[lane + k - full] = Math.fma(x[xAt + k], w.data[wAt + k], lanes[lane + k - full]);
      }
    }
  }

  /** One x row, four weight rows. */
  private static void dots4(
      float[] x, int xAt, float[] w, int w0, int w1, int w2, int w3, int cols, float[] lanes) {
    int full = cols & -LANES;
    for (int g = 0; g < LANES; g += V) {
      FloatVector a0 = FloatVector.zero(F);
      FloatVector a1 = a0;
      FloatVector a2 = a0;
      FloatVector a3 = a0;
      for (int k = g; k < full; k += LANES) {
        FloatVector xv = FloatVector.fromArray(F, x, xAt + k);
        a0 = FloatVector.fromArray(F, w, w0 + k).fma(xv, a0);
        a1 = FloatVector.fromArray(F, w, w1 + k).fma(xv, a1);
        a2 = FloatVector.fromArray(F, w, w2 + k).fma(xv, a2);
        a3 = FloatVector.fromArray(F, w, w3 + k).fma(xv, a3);
      }
      a0.intoArray(lanes, g);
      a1.intoArray(lanes, LANES + g);
      a2.intoArray(lanes, 2 * LANES + g);
      a3.intoArray(lanes, 3 * LANES + g);
    }
  }

  /** Four x rows, four weight rows. */
  private static void dots16(
      float[] x,
      int x0,
      int stride,
      float[] w,
      int w0,
      int w1,
      int w2,
      int w3,
      int cols,
      float[] lanes) {
    int full = cols & -LANES;
    int x1 = x0 + stride;
    int x2 = x1 + stride;
    int x3 = x2 + stride;
    for (int g = 0; g < LANES; g += V) {
      FloatVector a00 = FloatVector.zero(F);
      FloatVector a01 = a00;
      FloatVector a02 = a00;
      FloatVector a03 = a00;
      FloatVector a10 = a00;
      FloatVector a11 = a00;
      FloatVector a12 = a00;
      FloatVector a13 = a00;
      FloatVector a20 = a00;
      FloatVector a21 = a00;
      FloatVector a22 = a00;
      FloatVector a23 = a00;
      FloatVector a30 = a00;
      FloatVector a31 = a00;
      FloatVector a32 = a00;
      FloatVector a33 = a00;
      for (int k = g; k < full; k += LANES) {
        FloatVector v0 = FloatVector.fromArray(F, w, w0 + k);
        FloatVector v1 = FloatVector.fromArray(F, w, w1 + k);
        FloatVector v2 = FloatVector.fromArray(F, w, w2 + k);
        FloatVector v3 = FloatVector.fromArray(F, w, w3 + k);
        FloatVector xv = FloatVector.fromArray(F, x, x0 + k);
        a00 = v0.fma(xv, a00);
        a01 = v1.fma(xv, a01);
        a02 = v2.fma(xv, a02);
        a03 = v3.fma(xv, a03);
        xv = FloatVector.fromArray(F, x, x1 + k);
        a10 = v0.fma(xv, a10);
        a11 = v1.fma(xv, a11);
        a12 = v2.fma(xv, a12);
        a13 = v3.fma(xv, a13);
        xv = FloatVector.fromArray(F, x, x2 + k);
        a20 = v0.fma(xv, a20);
        a21 = v1.fma(xv, a21);
        a22 = v2.fma(xv, a22);
        a23 = v3.fma(xv, a23);
        xv = FloatVector.fromArray(F, x, x3 + k);
        a30 = v0.fma(xv, a30);
        a31 = v1.fma(xv, a31);
        a32 = v2.fma(xv, a32);
        a33 = v3.fma(xv, a33);
      }
      intoLanes(a00, a01, a02, a03, lanes, g);
      intoLanes(a10, a11, a12, a13, lanes, TILE * LANES + g);
      intoLanes(a20, a21, a22, a23, lanes, 2 * TILE * LANES + g);
      intoLanes(a30, a31, a32, a33, lanes, 3 * TILE * LANES + g);
    }
  }

  static void intoLanes(
      FloatVector a, FloatVector b, FloatVector c, FloatVector d, float[] lanes, int at) {
    a.intoArray(lanes, at);
    b.intoArray(lanes, at + LANES);
    c.intoArray(lanes, at + 2 * LANES);
    d.intoArray(lanes, at + 3 * LANES);
  }
}
