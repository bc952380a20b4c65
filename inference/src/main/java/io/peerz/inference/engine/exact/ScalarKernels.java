package io.peerz.inference.engine.exact;

import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.QuantBlocks;

/** The canonical order written down plainly; the reference for every faster kernel. */
final class ScalarKernels implements Kernels {
  @Override
  public void multiply(Rows x, int count, Rows w, int cols, int from, int to, Rows y) {
    float[] lanes = new float[Canon.LANES];
    for (int n = from; n < to; n++) {
      for (int m = 0; m < count; m++) {
        y.data[y.at(m) + n] = Canon.dot(x.data, x.at(m), w.data, w.at(n), cols, lanes);
      }
    }
  }

  @Override
  public Operand operand(Rows x, int count, Matrix w) {
    return new Operand(x, count, w.isQuantised() ? QuantisedRows.plain(x, count, w.cols()) : null);
  }

  @Override
  public void multiply(Operand x, Matrix w, int from, int to, Rows y) {
    if (w.isQuantised()) {
      multiplyBlocks(x.quantised(), w.quant(), from, to, y);
      return;
    }
    float[] lanes = new float[Canon.LANES];
    float[] row = new float[w.cols()];
    for (int n = from; n < to; n++) {
      w.copyRow(n, row, 0);
      for (int m = 0; m < x.count(); m++) {
        float[] data = x.rows().data;
        y.data[y.at(m) + n] = Canon.dot(data, x.rows().at(m), row, 0, w.cols(), lanes);
      }
    }
  }

  private static void multiplyBlocks(QuantisedRows x, QuantBlocks w, int from, int to, Rows y) {
    for (int n = from; n < to; n++) {
      for (int m = 0; m < x.count; m++) {
        float acc = 0;
        for (int block = 0; block < x.blocks; block++) {
          int at = block * x.count + m;
          acc = Math.fma(w.scale(n, block) * x.scales[at], (float) sum(x, at, w, n, block), acc);
        }
        y.data[y.at(m) + n] = acc;
      }
    }
  }

  private static int sum(QuantisedRows x, int at, QuantBlocks w, int n, int block) {
    int sum = 0;
    for (int i = 0; i < QuantBlocks.BLOCK; i++) {
      sum += w.quantum(n, block * QuantBlocks.BLOCK + i) * (int) x.q[at * QuantBlocks.BLOCK + i];
    }
    return sum;
  }

  @Override
  public void exponentials(float[] x, int from, int to, float shift) {
    for (int i = from; i < to; i++) {
      x[i] = Canon.exp(x[i] - shift);
    }
  }

  @Override
  public void gate(float[] gate, float[] up, int from, int to) {
    for (int i = from; i < to; i++) {
      gate[i] = Canon.silu(gate[i]) * up[i];
    }
  }
}
