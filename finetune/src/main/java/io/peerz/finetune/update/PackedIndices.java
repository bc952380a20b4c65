package io.peerz.finetune.update;

import java.nio.ByteBuffer;

/** Strictly ascending 12-bit numbers, two in three bytes: low byte, shared byte, high byte. */
final class PackedIndices {
  private static final int BITS = 12;

  private PackedIndices() {}

  static int bytes(int count) {
    return (count * BITS + 7) / 8;
  }

  static void write(int[] indices, ByteBuffer out) {
    for (int i = 0; i < indices.length; i += 2) {
      int first = indices[i];
      int second = i + 1 < indices.length ? indices[i + 1] : 0;
      out.put((byte) first).put((byte) (first >>> 8 | second << 4));
      if (i + 1 < indices.length) {
        out.put((byte) (second >>> 4));
      }
    }
  }

  /**
   * Reads {@code count} indices below {@code limit}; anything but strictly ascending order is
   * refused.
   */
  static int[] read(ByteBuffer in, int count, int limit) {
    int[] indices = new int[count];
    int previous = -1;
    for (int i = 0; i < count; i += 2) {
      int low = in.get() & 0xFF;
      int shared = in.get() & 0xFF;
      indices[i] = low | (shared & 0xF) << 8;
      previous = ascending(previous, indices[i], limit);
      if (i + 1 < count) {
        indices[i + 1] = shared >>> 4 | (in.get() & 0xFF) << 4;
        previous = ascending(previous, indices[i + 1], limit);
      } else if (shared >>> 4 != 0) {
        throw UpdateCodec.refused("the padding of its indices is not zero");
      }
    }
    return indices;
  }

  private static int ascending(int previous, int index, int limit) {
    if (index <= previous || index >= limit) {
      throw UpdateCodec.refused("its indices are not ascending within the chunk");
    }
    return index;
  }
}
