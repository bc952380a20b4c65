package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import io.peerz.inference.model.Quantisation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Decodes a tensor that is stored in GGUF's blocks. Q8_0: a float16 scale and 32 signed bytes.
 * Q4_0: a float16 scale and 16 bytes, whose low halves are the columns 0 to 15 and whose high
 * halves are 16 to 31, each plus 8. The whole numbers and scales are kept; nothing is rounded anew.
 */
final class StoredBlocks {
  private static final ValueLayout.OfShort SCALE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int HALF = QuantBlocks.BLOCK / 2;

  private final MemorySegment file;
  private final TensorEntry entry;
  private final Quantisation form;
  private final int cols;

  StoredBlocks(MemorySegment file, TensorEntry entry, int cols) {
    this.file = file;
    this.entry = entry;
    this.form = entry.type().form().orElseThrow();
    this.cols = cols;
  }

  Matrix matrix(int rows) {
    return Matrix.ofBlocks(rows, cols, QuantBlocks.of(form, rows, cols, this::read));
  }

  private void read(int row, float[] q, float[] scales) {
    long at = entry.offset() + row * entry.type().bytes(cols);
    for (int block = 0; block < scales.length; block++) {
      scales[block] = Float.float16ToFloat(file.get(SCALE, at));
      if (!Float.isFinite(scales[block])) {
        throw TensorDecoder.notFinite(entry);
      }
      long numbers = at + Short.BYTES;
      if (form == Quantisation.Q8) {
        readBytes(numbers, q, block * QuantBlocks.BLOCK);
      } else {
        readHalves(numbers, q, block * QuantBlocks.BLOCK);
      }
      at += entry.type().bytes(QuantBlocks.BLOCK);
    }
  }

  private void readBytes(long at, float[] q, int target) {
    for (int i = 0; i < QuantBlocks.BLOCK; i++) {
      byte number = file.get(ValueLayout.JAVA_BYTE, at + i);
      if (number == Byte.MIN_VALUE) {
        throw bad(
            "tensor " + entry.name() + " holds -128, which eight-bit blocks have no room for");
      }
      q[target + i] = number;
    }
  }

  private void readHalves(long at, float[] q, int target) {
    for (int i = 0; i < HALF; i++) {
      byte both = file.get(ValueLayout.JAVA_BYTE, at + i);
      q[target + i] = (both & 0xf) - form.offset();
      q[target + HALF + i] = ((both >>> 4) & 0xf) - form.offset();
    }
  }
}
