package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Decodes one tensor from mapped bytes; NaN and infinity are refused. */
final class TensorDecoder {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int BF16_EXPONENT = 0x7f80;

  private TensorDecoder() {}

  /** Keeps bfloat16 and blocks as they are and widens float16 exactly to float32. */
  static Matrix matrix(MemorySegment file, TensorEntry entry, int rows, int cols) {
    if (entry.type().form().isPresent()) {
      return new StoredBlocks(file, entry, cols).matrix(rows);
    }
    if (entry.type() != TensorType.BF16) {
      return Matrix.ofFloats(rows, cols, floats(file, entry));
    }
    return Matrix.ofBfloat16(
        rows,
        cols,
        (row, target) -> {
          long at = entry.offset() + (long) row * cols * Short.BYTES;
          MemorySegment.copy(file, SHORT, at, target, 0, cols);
          requireFinite(target, cols, entry);
        });
  }

  private static void requireFinite(short[] bfloat16, int length, TensorEntry entry) {
    boolean finite = true;
    for (int i = 0; i < length; i++) {
      finite &= (bfloat16[i] & BF16_EXPONENT) != BF16_EXPONENT;
    }
    if (!finite) {
      throw notFinite(entry);
    }
  }

  /** A vector as a matrix of one float32 row. */
  static Matrix vector(MemorySegment file, TensorEntry entry) {
    float[] values = floats(file, entry);
    return Matrix.ofFloats(1, values.length, values);
  }

  static float[] floats(MemorySegment file, TensorEntry entry) {
    int count = Math.toIntExact(entry.length() / entry.type().bytes(1));
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = element(file, entry, i);
      if (!Float.isFinite(values[i])) {
        throw notFinite(entry);
      }
    }
    return values;
  }

  private static float element(MemorySegment file, TensorEntry entry, long index) {
    long at = entry.offset() + entry.type().bytes(index);
    return switch (entry.type()) {
      case F32 -> file.get(FLOAT, at);
      case BF16 -> Float.intBitsToFloat(file.get(SHORT, at) << 16);
      case F16 -> Float.float16ToFloat(file.get(SHORT, at));
      case Q8_0, Q4_0 -> throw bad("tensor " + entry.name() + " is in blocks, which it may not be");
    };
  }

  static RuntimeException notFinite(TensorEntry entry) {
    return bad("tensor " + entry.name() + " holds NaN or infinity; fetch the checkpoint again.");
  }
}
