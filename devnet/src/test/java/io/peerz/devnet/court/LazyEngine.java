package io.peerz.devnet.court;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.proof.cost.Geometry;
import java.util.List;

/** Hands on its input and is paid for computing. */
final class LazyEngine implements ShardEngine {
  private final ShardEngine unused;

  LazyEngine(ShardEngine unused) {
    this.unused = unused;
  }

  @Override
  public void forward(List<Segment> batch) {
    batch.forEach(segment -> segment.cache().commit(segment.rowCount()));
  }

  @Override
  public Geometry geometry() {
    return unused.geometry();
  }

  @Override
  public int layerStart() {
    return unused.layerStart();
  }

  @Override
  public int layerEnd() {
    return unused.layerEnd();
  }

  @Override
  public int maxPositions() {
    return unused.maxPositions();
  }

  @Override
  public KvCache openCache(int maxPositions) {
    return unused.openCache(maxPositions);
  }

  @Override
  public float[] embed(int[] tokens) {
    return unused.embed(tokens);
  }

  @Override
  public float[] logits(float[] rows, int row) {
    return unused.logits(rows, row);
  }

  @Override
  public List<float[]> logits(float[] rows, int[] rowIndexes) {
    return unused.logits(rows, rowIndexes);
  }

  @Override
  public void close() {
    unused.close();
  }
}
