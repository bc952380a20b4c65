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
}
