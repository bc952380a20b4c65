package io.peerz.inference.engine.djl;

/** Types of tensor elements, with their codes in ONNX files. */
enum TensorKind {
  FLOAT32(1, Float.BYTES),
  UINT8(2, Byte.BYTES),
  INT32(6, Integer.BYTES),
  INT64(7, Long.BYTES);

  private final int code;
  private final int bytes;

  TensorKind(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  int code() {
    return code;
  }

  /** Bytes of one element. */
  int bytes() {
    return bytes;
  }
}
