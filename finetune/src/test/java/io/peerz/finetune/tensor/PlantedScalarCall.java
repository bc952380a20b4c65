package io.peerz.finetune.tensor;

import ai.djl.ndarray.NDArray;

/** The call that the scan must find; nothing runs it. */
final class PlantedScalarCall {
  private PlantedScalarCall() {}

  static NDArray doubled(NDArray array) {
    return array.mul(2);
  }
}
