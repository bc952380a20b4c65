package io.peerz.inference.engine;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.weights.ShardAdapter;
import java.util.Objects;
import java.util.Optional;

/**
 * The rows one session adds in one step: {@code rowCount} consecutive positions behind those its
 * cache holds. A prefill chunk and a decoded token differ only in {@code rowCount}.
 */
public final class Segment {
  private final KvCache cache;
  private final float[] rows;
  private final int rowCount;
  private final Optional<ShardAdapter> adapter;

  /**
   * Takes the arrays as they are, without copying.
   *
   * @param rows (rowCount, dModel) float32, replaced in place; the array may be longer
   */
  public Segment(KvCache cache, float[] rows, int rowCount) {
    this(cache, rows, rowCount, Optional.empty());
  }

  /**
   * The same through an adapter; all rows of a cache must go through the same one.
   *
   * @param adapter of the engine's layers
   */
  public Segment(KvCache cache, float[] rows, int rowCount, Optional<ShardAdapter> adapter) {
    if (rowCount <= 0) {
      throw new IllegalArgumentException("a segment has at least one row");
    }
    this.cache = Objects.requireNonNull(cache);
    this.rows = Objects.requireNonNull(rows);
    this.rowCount = rowCount;
    this.adapter = Objects.requireNonNull(adapter);
  }

  public KvCache cache() {
    return cache;
  }

  public float[] rows() {
    return rows;
  }

  public Optional<ShardAdapter> adapter() {
    return adapter;
  }

  public int rowCount() {
    return rowCount;
  }
}
