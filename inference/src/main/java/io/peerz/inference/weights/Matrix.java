package io.peerz.inference.weights;

import io.peerz.inference.model.Quantisation;

/**
 * A weight matrix (rows, cols) in one of three forms: float32 as it is, bfloat16 in pairs, or
 * quantised {@link QuantBlocks}.
 *
 * <p>Pairs: a row is cut into blocks of 32 elements, each kept in 16 ints; int {@code i} of a block
 * holds element {@code i} in its low and element {@code 16 + i} in its high half. So one load gives
 * a kernel sixteen elements by a shift and the next sixteen by a mask, whatever its lane width. The
 * last block of a row is padded with zeros that no kernel reads.
 */
public final class Matrix {
  /** Elements of one block of the pair form. */
  public static final int BLOCK = 32;

  /** Ints of one block of the pair form. */
  public static final int BLOCK_INTS = 16;

  private final int rows;
  private final int cols;
  private final float[] floats;
  private final int[] pairs;
  private final QuantBlocks quant;

  private Matrix(int rows, int cols, float[] floats, int[] pairs, QuantBlocks quant) {
    this.rows = rows;
    this.cols = cols;
    this.floats = floats;
    this.pairs = pairs;
    this.quant = quant;
  }

  /** The same weights rounded by blocks. */
  public Matrix rounded(Quantisation form) {
    return new Matrix(rows, cols, null, null, QuantBlocks.of(this, form));
  }

  /** Wraps blocks. */
  static Matrix ofBlocks(int rows, int cols, QuantBlocks quant) {
    return new Matrix(rows, cols, null, null, quant);
  }

  /** Wraps float32 values, row by row. */
  public static Matrix ofFloats(int rows, int cols, float[] values) {
    if (values.length != Math.multiplyExact(rows, cols)) {
      throw new IllegalArgumentException("a matrix of " + rows + " x " + cols + " values expected");
    }
    return new Matrix(rows, cols, values, null, null);
  }

  /** Packs bfloat16 values given row by row. */
  public static Matrix ofBfloat16(int rows, int cols, Bfloat16Source source) {
    int rowInts = rowInts(cols);
    int[] pairs = new int[Math.multiplyExact(rows, rowInts)];
    short[] bits = new short[rowInts / BLOCK_INTS * BLOCK];
    for (int row = 0; row < rows; row++) {
      source.read(row, bits);
      for (int block = 0; block < rowInts / BLOCK_INTS; block++) {
        int low = block * BLOCK;
        int target = row * rowInts + block * BLOCK_INTS;
        for (int i = 0; i < BLOCK_INTS; i++) {
          pairs[target + i] = (bits[low + i] & 0xffff) | bits[low + BLOCK_INTS + i] << 16;
        }
      }
    }
    return new Matrix(rows, cols, null, pairs, null);
  }

  /** Where packing reads its bits from. */
  @FunctionalInterface
  public interface Bfloat16Source {
    /** Fills the first elements of the target with the row and leaves the rest. */
    void read(int row, short[] target);
  }

  public static int rowInts(int cols) {
    return (cols + BLOCK - 1) / BLOCK * BLOCK_INTS;
  }

  public int rows() {
    return rows;
  }

  public int cols() {
    return cols;
  }

  public boolean isPairs() {
    return pairs != null;
  }

  public boolean isQuantised() {
    return quant != null;
  }

  /** The quantised form; only if {@link #isQuantised}. */
  public QuantBlocks quant() {
    return quant;
  }

  /** The float32 form; only if neither of the others. Not to be written. */
  public float[] floats() {
    return floats;
  }

  /** The pair form; only if {@link #isPairs}. Not to be written. */
  public int[] pairs() {
    return pairs;
  }

  /** Bytes held in memory. */
  public long bytes() {
    return quant != null ? quant.bytes() : 4L * (pairs != null ? pairs.length : floats.length);
  }

  /** One element as float32; bfloat16 widens exactly. */
  public float get(int row, int col) {
    if (quant != null) {
      return quant.scale(row, col / QuantBlocks.BLOCK) * quant.quantum(row, col);
    }
    if (pairs == null) {
      return floats[row * cols + col];
    }
    int word = pairs[row * rowInts(cols) + (col / BLOCK) * BLOCK_INTS + col % BLOCK_INTS];
    return Float.intBitsToFloat(col % BLOCK < BLOCK_INTS ? word << 16 : word & 0xffff0000);
  }

  /** Writes one row as float32. */
  public void copyRow(int row, float[] target, int offset) {
    if (floats != null) {
      System.arraycopy(floats, row * cols, target, offset, cols);
      return;
    }
    for (int col = 0; col < cols; col++) {
      target[offset + col] = get(row, col);
    }
  }
}
