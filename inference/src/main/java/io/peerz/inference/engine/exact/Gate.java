package io.peerz.inference.engine.exact;

import io.peerz.inference.model.Activation;

/** gate = activation(gate) * up, element by element. */
record Gate(Activation activation, Kernels kernels, Team team) {
  /** What one exponential costs beside a multiply-add of the kernels; only to share work by. */
  private static final long ACTIVATION_MACS = 64;

  void apply(float[] gate, float[] up, int length) {
    team.run(length, ACTIVATION_MACS, (_, from, to) -> apply(gate, up, from, to));
  }

  private void apply(float[] gate, float[] up, int from, int to) {
    switch (activation) {
      case SILU -> kernels.gate(gate, up, from, to);
      case GELU_TANH -> {
        for (int i = from; i < to; i++) {
          gate[i] = Canon.geluTanh(gate[i]) * up[i];
        }
      }
    }
  }
}
