package io.peerz.inference.engine.exact;

/**
 * Sees the rows that each step of a forward pass makes, in the order of the trace that disputes
 * bisect: 0 norm, 1 query, 2 key, 3 value, 4 attention, 5 output, 6 add, 7 norm, 8 gate, 9 up, 10
 * activation, 11 down, 12 add. Steps 1-3, 5, 8, 9 and 11 are the bare products with the base
 * weights; biases, adapters, rotation and the cache belong to the step after them.
 */
@FunctionalInterface
public interface StepWatch {
  StepWatch NONE = (layer, step, values, width, count) -> {};

  /**
   * {@code values} holds {@code count} rows, one behind the other, and is only lent.
   *
   * @param layer counts from the shard's first
   */
  void made(int layer, int step, float[] values, int width, int count);
}
