package io.peerz.finetune.train;

import io.peerz.finetune.param.Parameter;
import io.peerz.finetune.tensor.Tensor;

/** Crossing from plain arrays to the engine. */
final class Tensors {
  private Tensors() {}

  static Tensor of(Parameter parameter) {
    int[] shape = parameter.shape();
    long[] wide = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      wide[i] = shape[i];
    }
    return Tensor.of(parameter.values(), wide);
  }
}
