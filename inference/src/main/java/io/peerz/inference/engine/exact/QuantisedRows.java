package io.peerz.inference.engine.exact;

import io.peerz.inference.model.Quantisation;
import io.peerz.inference.weights.QuantBlocks;

/**
 * Activations rounded to eight bits by blocks, in the forms that kernels multiply with. All arrays
 * run block, row, column, so that the rows which share a weight block lie side by side.
 */
final class QuantisedRows {
  static final int BLOCK = QuantBlocks.BLOCK;

  /** Up to this many rows are multiplied with four-bit weights in 16-bit lanes. */
  private static final int FEW = 8;

  /** Pairs of columns, 16 apart, of a block. */
  static final int PAIRS = BLOCK / 2;

  final int count;
  final int blocks;

  /** Whole numbers kept as float32, padded to blocks. */
  final float[] q;

  /** (block, row). */
  final float[] scales;

  /**
   * {@link #q} divided by the power of two by which a weight is too large when it is masked out of
   * its word instead of shifted. This and {@link #starts} are for products in float32.
   */
  final float[] scaled;

  /** What a block's sum must begin with to make up for the weights' offset. */
  final float[] starts;

  /** Two columns of {@link #q} in the halves of an int; for products in 16-bit lanes. */
  final int[] pairs;

  /** {@link #starts} of the low and the high columns in the halves of an int. */
  final int[] pairStarts;

  private QuantisedRows(int count, int cols, boolean wide, boolean narrow) {
    this.count = count;
    blocks = QuantBlocks.blocks(cols);
    int length = blocks * count;
    q = new float[length * BLOCK];
    scales = new float[length];
    scaled = new float[wide ? length * BLOCK : 0];
    starts = new float[wide ? length : 0];
    pairs = new int[narrow ? length * PAIRS : 0];
    pairStarts = new int[narrow ? length : 0];
  }

  /** Whether the rows are ready for products in 16-bit lanes. */
  boolean isNarrow() {
    return pairs.length > 0;
  }

  /** What the scalar kernels need. */
  static QuantisedRows plain(Rows x, int count, int cols) {
    QuantisedRows rows = new QuantisedRows(count, cols, false, false);
    for (int block = 0; block < rows.blocks; block++) {
      int from = block * BLOCK;
      int length = Math.min(BLOCK, cols - from);
      for (int m = 0; m < count; m++) {
        int at = block * count + m;
        rows.scales[at] = QuantBlocks.quantise(x.data, x.at(m) + from, length, rows.q, at * BLOCK);
      }
    }
    return rows;
  }

  /** What the vector kernels need for products with {@code w}. */
  static QuantisedRows forVectors(Rows x, int count, int cols, QuantBlocks w) {
    boolean narrow = w.form() == Quantisation.Q4 && count <= FEW;
    QuantisedRows rows = new QuantisedRows(count, cols, !narrow, narrow);
    VectorRounding rounding = new VectorRounding(w);
    for (int block = 0; block < rows.blocks; block++) {
      int from = block * BLOCK;
      int length = Math.min(BLOCK, cols - from);
      for (int m = 0; m < count; m++) {
        int at = block * count + m;
        rows.scales[at] = VectorRounding.round(x.data, x.at(m) + from, length, rows.q, at * BLOCK);
        if (narrow) {
          rounding.pair(rows, at);
        } else {
          rounding.scale(rows, at);
        }
      }
    }
    return rows;
  }
}
