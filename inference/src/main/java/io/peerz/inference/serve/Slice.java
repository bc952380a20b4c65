package io.peerz.inference.serve;

/** The next {@code count} positions of a step, which one batch computes. */
record Slice(EngineWork work, int count) {
  Slice {
    if (count < 1 || count > work.left()) {
      throw new IllegalArgumentException(count + " of " + work.left() + " positions");
    }
  }
}
