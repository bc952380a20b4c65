package io.peerz.inference.gguf;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A tensor of the file.
 *
 * @param shape the outermost dimension first, as HuggingFace has it; the file has it the other way
 *     round
 * @param data its bytes
 */
record GgufTensor(String name, GgufType type, List<Long> shape, MemorySegment data) {
  GgufTensor {
    shape = List.copyOf(shape);
  }
}
