package io.peerz.inference.engine;

import io.peerz.inference.cache.KvCache;
import java.util.Objects;

/**
 * The rows one session adds in one step: {@code rowCount} consecutive positions behind those its
 * cache holds. A prefill chunk and a decoded token differ only in {@code rowCount}.
 */
public final class Segment {
  private final KvCache cache;
  private final float[] rows;
  private final int rowCount;

  /**
   * Takes the arrays as they are, without copying.
   *
   * @param rows (rowCount, dModel) float32, replaced in place; the array may be longer
   */
  public Segment(KvCache cache, float[] rows, int rowCount) {
    if (rowCount <= 0) {
      throw new IllegalArgumentException("a segment has at least one row");
    }
    this.cache = Objects.requireNonNull(cache);
    this.rows = Objects.requireNonNull(rows);
    this.rowCount = rowCount;
  }

  public KvCache cache() {
    return cache;
  }

  public float[] rows() {
    return rows;
  }

  public int rowCount() {
    return rowCount;
  }
}
