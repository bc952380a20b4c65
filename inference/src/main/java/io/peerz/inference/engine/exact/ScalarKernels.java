package io.peerz.inference.engine.exact;

import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.Q8Blocks;

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
  public void multiply(Rows x, int count, Matrix w, int from, int to, Rows y) {
    if (w.isQ8()) {
      multiplyQ8(x, count, w, from, to, y);
      return;
    }
    float[] lanes = new float[Canon.LANES];
    float[] row = new float[w.cols()];
    for (int n = from; n < to; n++) {
      w.copyRow(n, row, 0);
      for (int m = 0; m < count; m++) {
        y.data[y.at(m) + n] = Canon.dot(x.data, x.at(m), row, 0, w.cols(), lanes);
      }
    }
  }

  private static void multiplyQ8(Rows x, int count, Matrix w, int from, int to, Rows y) {
    QuantisedRows input = new QuantisedRows(x, count, w.cols());
    for (int n = from; n < to; n++) {
      for (int m = 0; m < count; m++) {
        float acc = 0;
        for (int block = 0; block < input.blocks; block++) {
          float scale = w.q8().scale(n, block) * input.scales[m * input.blocks + block];
          acc = Math.fma(scale, (float) blockSum(w, n, input, m, block), acc);
        }
        y.data[y.at(m) + n] = acc;
      }
    }
  }

  private static int blockSum(Matrix w, int n, QuantisedRows input, int m, int block) {
    int sum = 0;
    int end = Math.min(w.cols(), (block + 1) * Q8Blocks.BLOCK);
    for (int k = block * Q8Blocks.BLOCK; k < end; k++) {
      sum += w.q8().quantum(n, k) * (int) input.q[m * input.width + k];
    }
    return sum;
  }
}
