package io.peerz.finetune.duty;

import io.peerz.proof.id.Digest;

/** What training moved, in the layout of the adapter, and a commitment to how it went. */
public final class TrainedUnit {
  private final float[] update;
  private final Digest traceRoot;

  /** Takes the array as it is. */
  public TrainedUnit(float[] update, Digest traceRoot) {
    this.update = update;
    this.traceRoot = traceRoot;
  }

  /** Shared, not copied. */
  public float[] update() {
    return update;
  }

  Digest traceRoot() {
    return traceRoot;
  }
}
