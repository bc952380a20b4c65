package io.peerz.inference.weights;

import io.peerz.inference.model.Quantisation;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.Optional;

/**
 * Element types of checkpoint tensors, with the code that a registered geometry carries. The two
 * block types are GGUF's, byte for byte: a float16 scale and 32 whole numbers along a row.
 */
enum TensorType {
  F32(1, 4, 0),
  BF16(1, 2, 1),
  F16(1, 2, 4),
  Q8_0(32, 34, 2),
  Q4_0(32, 18, 3);

  private final int block;
  private final int blockBytes;
  private final int code;

  TensorType(int block, int blockBytes, int code) {
    this.block = block;
    this.blockBytes = blockBytes;
    this.code = code;
  }

  /** Bytes of that many elements, which must be whole blocks. */
  long bytes(long elements) {
    return Math.multiplyExact(elements / block, blockBytes);
  }

  /** Elements that share a scale; 1 where each stands alone. */
  int block() {
    return block;
  }

  int code() {
    return code;
  }

  /** The form that the blocks are in; empty for elements that stand alone. */
  Optional<Quantisation> form() {
    return switch (this) {
      case Q8_0 -> Optional.of(Quantisation.Q8);
      case Q4_0 -> Optional.of(Quantisation.Q4);
      default -> Optional.empty();
    };
  }

  static TensorType of(String name, String tensor) {
    for (TensorType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new PeerzException(
        ErrorCode.BAD_CHECKPOINT,
        "tensor "
            + tensor
            + " has dtype "
            + name
            + "; only F32, BF16 and F16 are served, and blocks imported from GGUF.");
  }
}
