package io.peerz.inference.testing;

import io.peerz.inference.cache.KvBudget;
import io.peerz.inference.cache.KvCache;
import io.peerz.inference.cache.KvShape;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.proof.cost.Geometry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * An engine small enough to follow by hand, whose rows depend on all positions before them, so that
 * a lost or doubled position changes the text.
 */
public final class ToyEngine implements ShardEngine {
  public static final Geometry GEOMETRY = new Geometry(4, 4, 1, 1, 1, 8, 32, 0, 0);
  private static final int MAX_POSITIONS = 512;

  private final Geometry geometry;
  private final int layerStart;
  private final int layerEnd;
  private final AtomicInteger forwardPasses = new AtomicInteger();
  private volatile Duration pause = Duration.ZERO;
  private final AtomicInteger rows = new AtomicInteger();
  private final KvBudget budget = new KvBudget(1 << 20);

  public ToyEngine(int layerStart, int layerEnd) {
    this(GEOMETRY, layerStart, layerEnd);
  }

  /** An engine that claims another shape than it has. */
  public ToyEngine(Geometry geometry, int layerStart, int layerEnd) {
    this.geometry = geometry;
    this.layerStart = layerStart;
    this.layerEnd = layerEnd;
  }

  @Override
  public Geometry geometry() {
    return geometry;
  }

  @Override
  public int layerStart() {
    return layerStart;
  }

  @Override
  public int layerEnd() {
    return layerEnd;
  }

  @Override
  public int maxPositions() {
    return MAX_POSITIONS;
  }

  /** Bytes that open sessions hold. */
  public long cacheBytes() {
    return budget.usedBytes();
  }

  @Override
  public KvCache openCache(int maxPositions) {
    return KvCache.open(budget, new KvShape(layerEnd - layerStart, 1, 1), maxPositions);
  }

  @Override
  public float[] embed(int[] tokens) {
    float[] rows = new float[tokens.length * geometry.dModel()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = tokens[i / geometry.dModel()] + i % geometry.dModel();
    }
    return rows;
  }

  /** From now on each batch takes so long. */
  public void slowDown(Duration eachBatch) {
    pause = eachBatch;
  }

  /** Batches computed so far. */
  public int forwardPasses() {
    return forwardPasses.get();
  }

  /** Positions computed so far, of all sessions. */
  public int computedRows() {
    return rows.get();
  }

  @Override
  public void forward(List<Segment> batch) {
    forwardPasses.incrementAndGet();
    rows.addAndGet(batch.stream().mapToInt(Segment::rowCount).sum());
    batch.forEach(this::forward);
    LockSupport.parkNanos(pause.toNanos());
  }

  private void forward(Segment segment) {
    for (int row = 0; row < segment.rowCount(); row++) {
      for (int layer = 0; layer < layerEnd - layerStart; layer++) {
        layer(segment, row, layer);
      }
      segment.cache().commit(1);
    }
  }

  private void layer(Segment segment, int row, int layer) {
    int width = geometry.dModel();
    float[] seen = segment.cache().keys(layer);
    int position = segment.cache().length();
    seen[position] = segment.rows()[row * width];
    float sum = 0;
    for (int i = 0; i <= position; i++) {
      sum += seen[i] * (i + 1);
    }
    for (int i = 0; i < width; i++) {
      segment.rows()[row * width + i] = (segment.rows()[row * width + i] * 3 + sum + i) % 101;
    }
  }

  @Override
  public float[] logits(float[] rows, int row) {
    float[] logits = new float[geometry.vocab()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (rows[row * geometry.dModel()] * 7 + i * 13) % 32;
    }
    return logits;
  }

  @Override
  public List<float[]> logits(float[] rows, int[] rowIndexes) {
    List<float[]> all = new ArrayList<>();
    for (int row : rowIndexes) {
      all.add(logits(rows, row));
    }
    return all;
  }

  @Override
  public void close() {}
}
