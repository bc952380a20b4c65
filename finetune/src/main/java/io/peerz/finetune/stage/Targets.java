package io.peerz.finetune.stage;

import io.peerz.finetune.model.Batch;
import io.peerz.finetune.tensor.Tensor;
import java.util.Arrays;

/** The token that each position should be followed by, and what it counts of the loss. */
public final class Targets {
  private final long[] ids;
  private final float[] shares;

  public Targets(long[] ids, float[] shares) {
    if (ids.length < 1 || ids.length != shares.length) {
      throw new IllegalArgumentException(
          "%d targets need as many shares, not %d".formatted(ids.length, shares.length));
    }
    this.ids = ids;
    this.shares = shares;
  }

  public static Targets of(Batch batch) {
    return new Targets(batch.targets(), batch.shares());
  }

  /** Shared, not copied. */
  public long[] ids() {
    return ids;
  }

  /** Shared, not copied. */
  public float[] shares() {
    return shares;
  }

  /** int64 (to - from, 1) */
  Tensor idTensor(int from, int to) {
    return Tensor.of(Arrays.copyOfRange(ids, from, to), to - from, 1);
  }

  /** (to - from, 1) */
  Tensor shareTensor(int from, int to) {
    return Tensor.of(Arrays.copyOfRange(shares, from, to), to - from, 1);
  }
}
