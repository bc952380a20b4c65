package io.peerz.inference.weights;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/** Element types of checkpoint tensors, with the code that a registered geometry carries. */
enum TensorType {
  F32(4, 0),
  BF16(2, 1),
  F16(2, 4);

  private final int bytes;
  private final int code;

  TensorType(int bytes, int code) {
    this.bytes = bytes;
    this.code = code;
  }

  int bytes() {
    return bytes;
  }

  int code() {
    return code;
  }

  static TensorType of(String name, String tensor) {
    for (TensorType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new PeerzException(
        ErrorCode.BAD_CHECKPOINT,
        "tensor " + tensor + " has dtype " + name + "; only F32, BF16 and F16 are served.");
  }
}
