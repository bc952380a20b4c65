package io.peerz.inference.weights;

/**
 * A matrix in blocks of 32 signed bytes with one float32 scale each, ordered for kernels whose
 * lanes are output rows: 16 rows lie interleaved, so that no sum ever crosses lanes.
 *
 * <p>Layout: panel of 16 rows, block of 32 columns, quad of 4 columns, row: one int with the quad's
 * four bytes, lowest column in the lowest byte. Scales: panel, block, row. Rows and columns are
 * padded with zeros, which change no integer sum.
 *
 * <p>The rule for weights and activations alike: scale = max|v| / 127; q = v / scale rounded half
 * to even and kept within ±127; a scale of zero means that all are zero.
 */
public final class Q8Blocks {
  /** Rows of a panel. */
  public static final int PANEL = 16;

  /** Columns of a block. */
  public static final int BLOCK = 32;

  /** Ints of one block of a panel. */
  public static final int BLOCK_INTS = PANEL * BLOCK / 4;

  private static final int MAX = 127;

  private final int blocks;
  private final int[] quads;
  private final float[] scales;

  private Q8Blocks(int rows, int cols) {
    int panels = (rows + PANEL - 1) / PANEL;
    blocks = blocks(cols);
    quads = new int[Math.multiplyExact(panels * blocks, BLOCK_INTS)];
    scales = new float[panels * blocks * PANEL];
  }

  /** Blocks of a row of that many columns. */
  public static int blocks(int cols) {
    return (cols + BLOCK - 1) / BLOCK;
  }

  static Q8Blocks of(Matrix source) {
    Q8Blocks result = new Q8Blocks(source.rows(), source.cols());
    float[] values = new float[result.blocks * BLOCK];
    float[] q = new float[values.length];
    float[] scales = new float[result.blocks];
    for (int row = 0; row < source.rows(); row++) {
      source.copyRow(row, values, 0);
      quantise(values, 0, source.cols(), q, scales, 0, 0);
      result.store(row, q, scales);
    }
    return result;
  }

  private void store(int row, float[] q, float[] rowScales) {
    for (int block = 0; block < blocks; block++) {
      scales[scaleAt(row, block)] = rowScales[block];
      for (int i = 0; i < BLOCK; i++) {
        quads[quadAt(row, block, i)] |= ((int) q[block * BLOCK + i] & 0xff) << (i % 4 * Byte.SIZE);
      }
    }
  }

  private int quadAt(int row, int block, int i) {
    return (row / PANEL * blocks + block) * BLOCK_INTS + i / 4 * PANEL + row % PANEL;
  }

  private int scaleAt(int row, int block) {
    return (row / PANEL * blocks + block) * PANEL + row % PANEL;
  }

  /**
   * Quantises one row of values by the rule above.
   *
   * @param q receives whole numbers as float32, zeros behind the last column of the last block
   * @param scales receives one scale for each block
   */
  public static void quantise(
      float[] values, int offset, int cols, float[] q, float[] scales, int qOffset, int sOffset) {
    for (int block = 0; block < blocks(cols); block++) {
      int from = block * BLOCK;
      int to = Math.min(cols, from + BLOCK);
      float max = 0;
      for (int i = from; i < to; i++) {
        max = Math.max(max, Math.abs(values[offset + i]));
      }
      float scale = max / MAX;
      scales[sOffset + block] = scale;
      for (int i = from; i < from + BLOCK; i++) {
        q[qOffset + i] = i < to && scale > 0 ? rounded(values[offset + i] / scale) : 0f;
      }
    }
  }

  private static float rounded(float ratio) {
    return Math.clamp((float) Math.rint(ratio), -MAX, MAX);
  }

  /** Not to be written. */
  public int[] quads() {
    return quads;
  }

  /** Not to be written. */
  public float[] scales() {
    return scales;
  }

  /** The whole number at a place. */
  public int quantum(int row, int col) {
    int quad = quads[quadAt(row, col / BLOCK, col % BLOCK)];
    return (byte) (quad >> (col % 4 * Byte.SIZE));
  }

  /** The scale of a row's block. */
  public float scale(int row, int block) {
    return scales[scaleAt(row, block)];
  }

  long bytes() {
    return 4L * (quads.length + scales.length);
  }
}
