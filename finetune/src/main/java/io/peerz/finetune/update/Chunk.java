package io.peerz.finetune.update;

import java.nio.ByteBuffer;

/**
 * One chunk: a float32 scale, for sparse encodings the packed indices of the kept values, and the
 * kept values as int8. A value is its int8 times the scale. Equal values give equal bytes on every
 * machine.
 */
final class Chunk {
  private static final int MAX_LEVEL = 127;

  /** No honest adapter moves a weight by this much in a round; it keeps every later sum finite. */
  private static final float MAX_SCALE = 1e3f;

  private Chunk() {}

  static void write(UpdateEncoding encoding, float[] values, int from, int length, ByteBuffer out) {
    int[] kept = Largest.indices(values, from, length, encoding.kept(length));
    float scale = largest(values, from, kept) / MAX_LEVEL;
    out.putFloat(scale);
    if (encoding != UpdateEncoding.DENSE_INT8) {
      PackedIndices.write(kept, out);
    }
    for (int index : kept) {
      out.put(level(values[from + index], scale));
    }
  }

  private static float largest(float[] values, int from, int[] kept) {
    float largest = 0;
    for (int index : kept) {
      largest = Math.max(largest, Math.abs(values[from + index]));
    }
    if (!(largest <= MAX_SCALE * MAX_LEVEL)) {
      throw new ArithmeticException("the update holds " + largest + ": training has diverged");
    }
    return largest;
  }

  /**
   * Nearest level, halves to even. A scale of zero, or one so small that it underflowed, sends
   * zeros.
   */
  private static byte level(float value, float scale) {
    if (scale == 0) {
      return 0;
    }
    double level = Math.rint(value / (double) scale);
    return (byte) Math.max(-MAX_LEVEL, Math.min(MAX_LEVEL, level));
  }

  static void read(UpdateEncoding encoding, ByteBuffer in, float[] values, int from, int length) {
    float scale = in.getFloat();
    if (!(scale >= 0 && scale <= MAX_SCALE) || Float.floatToRawIntBits(scale) < 0) {
      throw UpdateCodec.refused("a scale is not a number from 0 to " + MAX_SCALE);
    }
    int kept = encoding.kept(length);
    int[] indices =
        encoding == UpdateEncoding.DENSE_INT8 ? null : PackedIndices.read(in, kept, length);
    for (int i = 0; i < kept; i++) {
      byte level = in.get();
      if (level == Byte.MIN_VALUE || (scale == 0 && level != 0)) {
        throw UpdateCodec.refused("a value has a level that no encoder writes");
      }
      values[from + (indices == null ? i : indices[i])] = level * scale;
    }
  }
}
