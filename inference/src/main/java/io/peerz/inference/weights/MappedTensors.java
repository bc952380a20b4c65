package io.peerz.inference.weights;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** Tensors of a folder with their files mapped into memory until closed. */
final class MappedTensors implements AutoCloseable {
  private final TensorIndex index;
  private final Arena arena = Arena.ofConfined();
  private final Map<SafetensorsFile, MemorySegment> mapped = new HashMap<>();

  MappedTensors(TensorIndex index) {
    this.index = index;
  }

  TensorEntry entry(String name) {
    return index.get(name).entry();
  }

  boolean holds(String name) {
    return index.holds(name);
  }

  boolean holds(int layer) {
    return index.holds(layer);
  }

  /** The whole file that holds the tensor; a file is mapped when first needed. */
  MemorySegment segment(String name) {
    return mapped.computeIfAbsent(index.get(name).file(), file -> file.map(arena));
  }

  Matrix matrix(String name) {
    return rows(name, 0, Math.toIntExact(entry(name).shape().getFirst()));
  }

  /** The rows {@code [from, to)} of a matrix. */
  Matrix rows(String name, int from, int to) {
    TensorEntry entry = entry(name);
    int cols = Math.toIntExact(entry.shape().get(1));
    return TensorDecoder.matrix(segment(name), entry.rows(from, to), to - from, cols);
  }

  Matrix vector(String name) {
    return TensorDecoder.vector(segment(name), entry(name));
  }

  @Override
  public void close() {
    arena.close();
  }
}
