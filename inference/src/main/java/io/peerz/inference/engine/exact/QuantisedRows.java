package io.peerz.inference.engine.exact;

import io.peerz.inference.weights.Q8Blocks;

/** Activations rounded to eight bits by blocks; whole numbers kept as float32, padded to blocks. */
final class QuantisedRows {
  final int blocks;
  final int width;
  final float[] q;
  final float[] scales;

  QuantisedRows(Rows x, int count, int cols) {
    blocks = Q8Blocks.blocks(cols);
    width = blocks * Q8Blocks.BLOCK;
    q = new float[count * width];
    scales = new float[count * blocks];
    for (int m = 0; m < count; m++) {
      Q8Blocks.quantise(x.data, x.at(m), cols, q, scales, m * width, m * blocks);
    }
  }
}
