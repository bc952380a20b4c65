package io.peerz.inference.engine.exact;

import io.peerz.inference.weights.Matrix;

/**
 * The matrix products of profile CANON-1.
 *
 * <p>The canonical order: float32, round to nearest, no flush to zero. A dot product keeps 16
 * accumulators that begin at +0; element {@code k} goes to accumulator {@code k mod 16} by one
 * fused multiply-add, in rising {@code k}; a tail touches its own accumulators only; at the end
 * accumulator halves are added onto each other, 8, 4, 2, 1. Every sum of the engine (norms,
 * softmax, attention) is such a dot product. Weights widen to float32 exactly. {@code exp}, {@code
 * sin}, {@code cos} and {@code pow} go through StrictMath in double and are rounded once; square
 * root and division are exact by IEEE 754. Work is split over output elements only. Hence an
 * implementation may choose lane width, blocking and threads, and never a result.
 *
 * <p>With quantised weights the activations of a product are quantised by the rule for eight bits
 * first. The products inside a block are whole numbers whose sum is exact in any order; a row's
 * result is the chain acc = fma(weightScale * activationScale, sum, acc) over its blocks in rising
 * order, from +0.
 */
interface Kernels {
  /**
   * y[m][n] = dot(x[m], w[n]) for m in [0, count) and n in [from, to).
   *
   * @param cols length of a row of x and of w
   */
  void multiply(Rows x, int count, Rows w, int cols, int from, int to, Rows y);

  /** Makes rows ready for products with {@code w} and all matrices of its width and form. */
  Operand operand(Rows x, int count, Matrix w);

  /** The same product with a weight matrix in any form. */
  void multiply(Operand x, Matrix w, int from, int to, Rows y);

  /** Replaces each element by e^(element - shift). */
  void exponentials(float[] x, int from, int to, float shift);

  /** gate[i] = silu(gate[i]) * up[i] for i in [from, to). */
  void gate(float[] gate, float[] up, int from, int to);

  /** The fastest kernels that this JVM can run. */
  static Kernels chosen() {
    return Lanes.isScalar() ? new ScalarKernels() : new VectorKernels();
  }
}
