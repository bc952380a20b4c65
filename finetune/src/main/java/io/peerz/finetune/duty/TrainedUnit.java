package io.peerz.finetune.duty;

import io.peerz.proof.id.Digest;

/** What training moved, in the layout of the adapter, and a commitment to how it went. */
public final class TrainedUnit {
  private final float[] update;
  private final Digest traceRoot;
  private final double lossNats;

  /** Takes the array as it is. */
  public TrainedUnit(float[] update, Digest traceRoot) {
    this(update, traceRoot, Double.NaN);
  }

  /**
   * The same with what is told to this node's operator and to nobody else.
   *
   * @param lossNats at the last step, in nats per counted token; NaN where nothing was trained
   */
  TrainedUnit(float[] update, Digest traceRoot, double lossNats) {
    this.update = update;
    this.traceRoot = traceRoot;
    this.lossNats = lossNats;
  }

  /** Shared, not copied. */
  public float[] update() {
    return update;
  }

  Digest traceRoot() {
    return traceRoot;
  }

  double lossNats() {
    return lossNats;
  }
}
