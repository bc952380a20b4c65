package io.peerz.inference.model;

/** How rotary frequencies are stretched for contexts longer than those first trained on. */
public sealed interface RopeScaling {
  /** Frequencies as they are. */
  record None() implements RopeScaling {}

  /** Every frequency divided by one factor. */
  record Linear(double factor) implements RopeScaling {}

  /** The "llama3" rule: low frequencies divided, high ones kept, a smooth band between. */
  record Llama3(double factor, double lowFreqFactor, double highFreqFactor, int originalPositions)
      implements RopeScaling {}
}
