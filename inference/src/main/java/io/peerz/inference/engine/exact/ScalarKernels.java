package io.peerz.inference.engine.exact;

import io.peerz.inference.weights.Matrix;

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
    float[] lanes = new float[Canon.LANES];
    float[] row = new float[w.cols()];
    for (int n = from; n < to; n++) {
      w.copyRow(n, row, 0);
      for (int m = 0; m < count; m++) {
        y.data[y.at(m) + n] = Canon.dot(x.data, x.at(m), row, 0, w.cols(), lanes);
      }
    }
  }
}
