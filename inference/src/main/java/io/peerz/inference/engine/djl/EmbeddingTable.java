package io.peerz.inference.engine.djl;

import io.peerz.inference.weights.QuantBlocks;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Rows of the embedding, read from the mapped weights. */
final class EmbeddingTable {
  private final MemorySegment file;
  private final PackLayout layout;
  private final int width;

  EmbeddingTable(MemorySegment file, PackLayout layout, int width) {
    this.file = file;
    this.layout = layout;
    this.width = width;
  }

  void copyRow(int token, float[] target, int offset) {
    if (!layout.form().isBlocks()) {
      long at = layout.part(PackLayout.EMBEDDING).offset() + (long) token * width * Float.BYTES;
      MemorySegment.copy(file, ValueLayout.JAVA_FLOAT, at, target, offset, width);
      return;
    }
    int blocks = QuantBlocks.blocks(width);
    int bits = layout.form().bits();
    long quanta =
        layout.part(PackLayout.quanta(PackLayout.EMBEDDING)).offset()
            + (long) token * blocks * QuantBlocks.BLOCK * bits / Byte.SIZE;
    long scales =
        layout.part(PackLayout.scales(PackLayout.EMBEDDING)).offset()
            + (long) token * blocks * Float.BYTES;
    for (int col = 0; col < width; col++) {
      int stored = file.get(ValueLayout.JAVA_BYTE, quanta + (long) col * bits / Byte.SIZE);
      int quantum = (stored >>> col * bits % Byte.SIZE & (1 << bits) - 1) - (1 << (bits - 1));
      long scale = scales + (long) col / QuantBlocks.BLOCK * Float.BYTES;
      target[offset + col] = quantum * file.get(ValueLayout.JAVA_FLOAT, scale);
    }
  }
}
