package io.peerz.finetune.model;

import io.peerz.finetune.tensor.Tensor;
import java.util.Arrays;

/**
 * Rows of equal length as inputs, next-token targets and each target's share of the loss. The
 * shares of a batch sum to one. Arrays are row-major and owned by the batch.
 */
public final class Batch {
  private final int rows;
  private final int tokens;
  private final long[] inputs;
  private final long[] targets;
  private final float[] shares;

  private Batch(int rows, int tokens, long[] inputs, long[] targets, float[] shares) {
    this.rows = rows;
    this.tokens = tokens;
    this.inputs = inputs;
    this.targets = targets;
    this.shares = shares;
  }

  /** Of {@code sequences} with one token more than a row has; every target counts alike. */
  public static Batch of(int[][] sequences) {
    boolean[][] counts = new boolean[sequences.length][sequences[0].length];
    for (boolean[] row : counts) {
      Arrays.fill(row, true);
    }
    return of(sequences, counts);
  }

  /**
   * Of {@code sequences} with one token more than a row has.
   *
   * @param counts for each token of each sequence whether predicting it is part of the loss; the
   *     first token of a sequence is never predicted
   */
  public static Batch of(int[][] sequences, boolean[][] counts) {
    int rows = sequences.length;
    int tokens = sequences[0].length - 1;
    long[] inputs = new long[rows * tokens];
    long[] targets = new long[rows * tokens];
    float[] shares = new float[rows * tokens];
    int counted = 0;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < tokens; i++) {
        int at = row * tokens + i;
        inputs[at] = sequences[row][i];
        targets[at] = sequences[row][i + 1];
        shares[at] = counts[row][i + 1] ? 1 : 0;
        counted += counts[row][i + 1] ? 1 : 0;
      }
    }
    if (counted == 0) {
      throw new IllegalArgumentException("a batch needs at least one token to predict");
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= counted;
    }
    return new Batch(rows, tokens, inputs, targets, shares);
  }

  public int rows() {
    return rows;
  }

  public int tokens() {
    return tokens;
  }

  /** Token ids (rows, tokens); shared, not copied. */
  public long[] inputs() {
    return inputs;
  }

  /** The token after each input; shared, not copied. */
  public long[] targets() {
    return targets;
  }

  /** What each target counts of the loss; shared, not copied. */
  public float[] shares() {
    return shares;
  }

  /** int64 (rows, tokens) */
  public Tensor inputTensor() {
    return Tensor.of(inputs, rows, tokens);
  }

  /** int64 (rows * tokens, 1) */
  public Tensor targetTensor() {
    return Tensor.of(targets, (long) rows * tokens, 1);
  }

  /** (rows * tokens, 1) */
  public Tensor shareTensor() {
    return Tensor.of(shares, (long) rows * tokens, 1);
  }
}
