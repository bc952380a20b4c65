package io.peerz.inference.engine.exact;

import io.peerz.inference.weights.Matrix;

/** Matrix products whose output elements a team shares. */
record Products(Kernels kernels, Team team) {
  /** y[m] = W x[m] for {@code count} rows. */
  void multiply(Rows x, int count, Matrix w, Rows y) {
    multiply(kernels.operand(x, count, w), w, y);
  }

  /** Rows that follow each other from the array's beginning, made ready for several products. */
  Operand operand(float[] x, Matrix w, int count) {
    return kernels.operand(new Rows(x, 0, w.cols()), count, w);
  }

  void multiply(Operand x, Matrix w, float[] y) {
    multiply(x, w, new Rows(y, 0, w.rows()));
  }

  private void multiply(Operand x, Matrix w, Rows y) {
    team.run(
        w.rows(),
        (long) w.cols() * x.count(),
        (_, from, to) -> kernels.multiply(x, w, from, to, y));
  }

  /** The same for rows that follow each other from the arrays' beginning. */
  void multiply(float[] x, Matrix w, float[] y, int count) {
    multiply(operand(x, w, count), w, y);
  }
}
