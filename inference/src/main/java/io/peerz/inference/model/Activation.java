package io.peerz.inference.model;

/** What bends the gate of a feed-forward block. */
public enum Activation {
  /** x * sigmoid(x). */
  SILU,
  /** x/2 * (1 + tanh(sqrt(2/pi) * (x + 0.044715 x^3))). */
  GELU_TANH
}
