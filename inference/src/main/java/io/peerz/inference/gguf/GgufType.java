package io.peerz.inference.gguf;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The element types that are served, by their number in the file. */
enum GgufType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  Q4_0(2, 32, 18),
  Q8_0(8, 32, 34),
  BF16(30, 1, 2);

  private final int number;
  private final int block;
  private final int blockBytes;

  GgufType(int number, int block, int blockBytes) {
    this.number = number;
    this.block = block;
    this.blockBytes = blockBytes;
  }

  static GgufType of(long number, String tensor) {
    return Arrays.stream(values())
        .filter(type -> type.number == number)
        .findFirst()
        .orElseThrow(
            () ->
                Gguf.bad(
                    "tensor %s has type %d; served are %s: convert the model to one of these."
                        .formatted(tensor, number, names())));
  }

  private static String names() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }

  /** Elements that share a scale. */
  int block() {
    return block;
  }

  /** Bytes of that many elements, which are whole blocks. */
  long bytes(long elements) {
    return Math.multiplyExact(elements / block, blockBytes);
  }
}
