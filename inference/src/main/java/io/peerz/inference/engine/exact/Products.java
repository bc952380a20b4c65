package io.peerz.inference.engine.exact;

import io.peerz.inference.weights.Matrix;

/** Matrix products whose output elements a team shares. */
record Products(Kernels kernels, Team team) {
  /** y[m] = W x[m] for {@code count} rows. */
  void multiply(Rows x, int count, Matrix w, Rows y) {
    team.run(
        w.rows(),
        (long) w.cols() * count,
        (_, from, to) -> kernels.multiply(x, count, w, from, to, y));
  }

  /** The same for rows that follow each other from the arrays' beginning. */
  void multiply(float[] x, Matrix w, float[] y, int count) {
    multiply(new Rows(x, 0, w.cols()), count, w, new Rows(y, 0, w.rows()));
  }
}
