package io.peerz.inference.weights;

import java.util.List;

/**
 * Where a tensor lies.
 *
 * @param offset bytes from the beginning of the file
 */
record TensorEntry(String name, TensorType type, List<Long> shape, long offset, long length) {
  TensorEntry {
    shape = List.copyOf(shape);
  }

  /** The rows {@code [from, to)} of a matrix. */
  TensorEntry rows(int from, int to) {
    long cols = shape.get(1);
    long rowBytes = type.bytes(cols);
    return new TensorEntry(
        name,
        type,
        List.of((long) to - from, cols),
        offset + from * rowBytes,
        (to - from) * rowBytes);
  }
}
