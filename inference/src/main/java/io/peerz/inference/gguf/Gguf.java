package io.peerz.inference.gguf;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;

/** What all parts of the reader share. */
final class Gguf {
  private Gguf() {}

  static PeerzException bad(String message) {
    return new PeerzException(ErrorCode.BAD_CHECKPOINT, "GGUF: " + message);
  }
}
