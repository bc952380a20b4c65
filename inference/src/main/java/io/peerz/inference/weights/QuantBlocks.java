package io.peerz.inference.weights;

import io.peerz.inference.model.Quantisation;

/**
 * A matrix in blocks of 32 small whole numbers with one scale each, ordered for kernels whose lanes
 * are output rows: 16 rows lie interleaved, so that no sum ever crosses rows.
 *
 * <p>Layout: panel of 16 rows, block of 32 columns, word, row: one int with 32 / bits numbers, each
 * plus {@link Quantisation#offset}. With eight bits word {@code i} holds the columns 4i to 4i + 3,
 * the lowest in the lowest bits; with four bits it holds these in its low half and those 16 columns
 * further in its high half, so that halves of ints can be lanes. Scales: panel, block, row; float32
 * with eight bits, float16 with four. Rows and columns are padded with zeros, which change no sum.
 *
 * <p>The rule for eight bits, weights and activations alike: scale = max|v| / 127; q = v / scale
 * rounded half to even and kept within ±127. For four bits: scale = m / -8 rounded to float16,
 * where m is the value of largest magnitude with its sign, the first of several; q = v / scale
 * rounded half to even and kept within -8..7. A scale of zero means that all are zero.
 */
public final class QuantBlocks {
  /** Rows of a panel. */
  public static final int PANEL = 16;

  /** Columns of a block. */
  public static final int BLOCK = 32;

  /** Columns that lie side by side in a word. */
  private static final int COLUMNS = 4;

  private static final int HALF = 16;
  private static final int MAX_8 = 127;
  private static final int LEVELS_4 = 8;
  private static final float MAX_FLOAT16 = 65_504;

  private final Quantisation form;
  private final int blocks;
  private final int[] words;
  private final float[] scales;
  private final short[] halfScales;

  private QuantBlocks(Quantisation form, int rows, int cols) {
    this.form = form;
    int panels = (rows + PANEL - 1) / PANEL;
    blocks = blocks(cols);
    words = new int[Math.multiplyExact(panels * blocks, blockInts())];
    boolean full = form == Quantisation.Q8;
    int count = panels * blocks * PANEL;
    scales = full ? new float[count] : null;
    halfScales = full ? null : new short[count];
  }

  /** Blocks of a row of that many columns. */
  public static int blocks(int cols) {
    return (cols + BLOCK - 1) / BLOCK;
  }

  static QuantBlocks of(Matrix source, Quantisation form) {
    float[] values = new float[blocks(source.cols()) * BLOCK];
    return of(
        form,
        source.rows(),
        source.cols(),
        (row, q, scales) -> {
          source.copyRow(row, values, 0);
          for (int block = 0; block < scales.length; block++) {
            int at = block * BLOCK;
            scales[block] =
                form == Quantisation.Q8
                    ? quantise(values, at, BLOCK, q, at)
                    : quantise4(values, at, q);
          }
        });
  }

  /** Where rows that are in blocks come from. */
  @FunctionalInterface
  interface RowSource {
    /**
     * Reads one row.
     *
     * @param q receives the whole numbers of the row
     * @param scales receives one for each block
     */
    void read(int row, float[] q, float[] scales);
  }

  static QuantBlocks of(Quantisation form, int rows, int cols, RowSource source) {
    QuantBlocks result = new QuantBlocks(form, rows, cols);
    float[] q = new float[result.blocks * BLOCK];
    float[] scales = new float[result.blocks];
    for (int row = 0; row < rows; row++) {
      source.read(row, q, scales);
      result.store(row, q, scales);
    }
    return result;
  }

  private void store(int row, float[] q, float[] rowScales) {
    for (int block = 0; block < blocks; block++) {
      int at = (row / PANEL * blocks + block) * PANEL + row % PANEL;
      if (scales != null) {
        scales[at] = rowScales[block];
      } else {
        halfScales[at] = Float.floatToFloat16(rowScales[block]);
      }
      for (int col = 0; col < BLOCK; col++) {
        int stored = (int) q[block * BLOCK + col] + form.offset();
        words[wordAt(row, block, col)] |= stored << bit(col);
      }
    }
  }

  private int wordAt(int row, int block, int col) {
    int word = (form == Quantisation.Q8 ? col : col % HALF) / COLUMNS;
    return (row / PANEL * blocks + block) * blockInts() + word * PANEL + row % PANEL;
  }

  /** The lowest bit of a column of a block within its word. */
  public int bit(int col) {
    int low = col % COLUMNS * form.bits();
    return form == Quantisation.Q8 ? low : low + col / HALF * Short.SIZE;
  }

  /** Ints of one block of a panel. */
  public int blockInts() {
    return PANEL * BLOCK * form.bits() / Integer.SIZE;
  }

  /**
   * Quantises the values of one block to eight bits by the rule above; returns the scale.
   *
   * @param count values, at most {@link #BLOCK}
   * @param q receives whole numbers as float32, zeros behind the last value
   */
  public static float quantise(float[] values, int offset, int count, float[] q, int qOffset) {
    float max = 0;
    for (int i = 0; i < count; i++) {
      max = Math.max(max, Math.abs(values[offset + i]));
    }
    float scale = max / MAX_8;
    for (int i = 0; i < BLOCK; i++) {
      q[qOffset + i] = i < count && scale > 0 ? rounded(values[offset + i] / scale) : 0f;
    }
    return scale;
  }

  private static float rounded(float ratio) {
    return Math.clamp((float) Math.rint(ratio), -MAX_8, MAX_8);
  }

  /** The same to four bits. */
  private static float quantise4(float[] values, int offset, float[] q) {
    float extreme = 0;
    for (int i = offset; i < offset + BLOCK; i++) {
      extreme = Math.abs(values[i]) > Math.abs(extreme) ? values[i] : extreme;
    }
    float wanted = Math.clamp(extreme / -LEVELS_4, -MAX_FLOAT16, MAX_FLOAT16);
    float scale = Float.float16ToFloat(Float.floatToFloat16(wanted));
    for (int i = offset; i < offset + BLOCK; i++) {
      float ratio = scale == 0 ? 0 : (float) Math.rint(values[i] / scale);
      q[i] = Math.clamp(ratio, -LEVELS_4, LEVELS_4 - 1f);
    }
    return scale;
  }

  public Quantisation form() {
    return form;
  }

  /** Not to be written. */
  public int[] words() {
    return words;
  }

  /** The float32 scales; only with eight bits. Not to be written. */
  public float[] scales() {
    return scales;
  }

  /** The float16 scales; only with four bits. Not to be written. */
  public short[] halfScales() {
    return halfScales;
  }

  /** The whole number at a place. */
  public int quantum(int row, int col) {
    int word = words[wordAt(row, col / BLOCK, col % BLOCK)];
    int stored = (word >>> bit(col % BLOCK)) & ((1 << form.bits()) - 1);
    return stored - form.offset();
  }

  /** The scale of a row's block. */
  public float scale(int row, int block) {
    int at = (row / PANEL * blocks + block) * PANEL + row % PANEL;
    return scales != null ? scales[at] : Float.float16ToFloat(halfScales[at]);
  }

  /**
   * Writes one row with its columns in order: the numbers with their offset, two per byte with four
   * bits and the lower column in the low half, and the scales of its blocks.
   */
  public void copyRow(int row, byte[] quanta, float[] rowScales) {
    int at = 0;
    for (int block = 0; block < blocks; block++) {
      rowScales[block] = scale(row, block);
      for (int half = 0; half < BLOCK; half += form == Quantisation.Q8 ? BLOCK : HALF) {
        int end = form == Quantisation.Q8 ? BLOCK : half + HALF;
        for (int col = half; col < end; col += COLUMNS) {
          int word = words[wordAt(row, block, col)] >>> bit(col);
          for (int bits = 0; bits < COLUMNS * form.bits(); bits += Byte.SIZE) {
            quanta[at++] = (byte) (word >>> bits);
          }
        }
      }
    }
  }

  long bytes() {
    long scaleBytes = scales != null ? 4L * scales.length : 2L * halfScales.length;
    return 4L * words.length + scaleBytes;
  }
}
