package io.peerz.finetune.stage;

import io.peerz.finetune.tensor.Tensor;

/**
 * A hidden state, or the gradient of the loss with respect to one, between two stages: (rows,
 * tokens, dim) row-major.
 */
public final class HiddenState implements StageInput {
  private final int rows;
  private final int tokens;
  private final int dim;
  private final float[] values;

  public HiddenState(int rows, int tokens, int dim, float[] values) {
    if (rows < 1 || tokens < 1 || dim < 1 || (long) rows * tokens * dim != values.length) {
      throw new IllegalArgumentException(
          "(%d, %d, %d) does not hold %d values".formatted(rows, tokens, dim, values.length));
    }
    this.rows = rows;
    this.tokens = tokens;
    this.dim = dim;
    this.values = values;
  }

  static HiddenState of(Tensor tensor) {
    long[] shape = tensor.shape();
    return new HiddenState((int) shape[0], (int) shape[1], (int) shape[2], tensor.toFloats());
  }

  /** Same shape over other values. */
  public HiddenState with(float[] otherValues) {
    return new HiddenState(rows, tokens, dim, otherValues);
  }

  Tensor tensor() {
    return Tensor.of(values, rows, tokens, dim);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int tokens() {
    return tokens;
  }

  public int dim() {
    return dim;
  }

  public float[] values() {
    return values;
  }
}
