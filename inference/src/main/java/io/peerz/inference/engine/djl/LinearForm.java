package io.peerz.inference.engine.djl;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.Quantisation;

/** How the runtime holds the matrix of a linear map. Rounded models keep their very numbers. */
enum LinearForm {
  FLOAT32(0),
  Q8(Quantisation.Q8.bits()),
  Q4(Quantisation.Q4.bits());

  private final int bits;

  LinearForm(int bits) {
    this.bits = bits;
  }

  /** Stored float32 and bfloat16 weights are both float32 here. */
  static LinearForm of(ModelConfig config) {
    return config.quantisation().map(form -> form == Quantisation.Q8 ? Q8 : Q4).orElse(FLOAT32);
  }

  boolean isBlocks() {
    return bits > 0;
  }

  /** Bits of one weight in blocks. */
  int bits() {
    return bits;
  }
}
