package io.peerz.finetune.tensor;

import ai.djl.ndarray.NDScope;

/**
 * Owns every tensor made on this thread while it is open and frees them when it closes, so a step
 * leaks nothing. Close it after the backward pass: a graph must not outlive its arrays.
 */
public final class Scope implements AutoCloseable {
  private final NDScope arrays = new NDScope();

  /** Lets {@code tensor} outlive the scope; its new owner closes it. */
  public Tensor keep(Tensor tensor) {
    NDScope.unregister(tensor.array());
    return tensor;
  }

  @Override
  public void close() {
    arrays.close();
  }
}
