package io.peerz.devnet.swarm;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.proof.cost.Geometry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** An engine that takes ten times as long while a file exists: the fault of a slow node. */
final class SlowableEngine implements ShardEngine {
  private static final int TIMES_SLOWER = 10;
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final ShardEngine engine;
  private final Path slowWhile;
  private long lookedNanos = System.nanoTime() - LOOK_EVERY.toNanos();
  private boolean slow;

  SlowableEngine(ShardEngine engine, Path slowWhile) {
    this.engine = engine;
    this.slowWhile = slowWhile;
  }

  @Override
  public void forward(List<Segment> batch) {
    long start = System.nanoTime();
    engine.forward(batch);
    long end = System.nanoTime();
    if (isSlow(end)) {
      await(end + (TIMES_SLOWER - 1) * (end - start));
    }
  }

  private boolean isSlow(long now) {
    if (now - lookedNanos >= LOOK_EVERY.toNanos()) {
      lookedNanos = now;
      slow = Files.exists(slowWhile);
    }
    return slow;
  }

  private static void await(long nanos) {
    long left = nanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanos - System.nanoTime();
    }
  }

  @Override
  public Geometry geometry() {
    return engine.geometry();
  }

  @Override
  public int layerStart() {
    return engine.layerStart();
  }

  @Override
  public int layerEnd() {
    return engine.layerEnd();
  }

  @Override
  public int maxPositions() {
    return engine.maxPositions();
  }

  @Override
  public KvCache openCache(int maxPositions) {
    return engine.openCache(maxPositions);
  }

  @Override
  public float[] embed(int[] tokens) {
    return engine.embed(tokens);
  }

  @Override
  public float[] logits(float[] rows, int row) {
    return engine.logits(rows, row);
  }

  @Override
  public List<float[]> logits(float[] rows, int[] rowIndexes) {
    return engine.logits(rows, rowIndexes);
  }

  @Override
  public void close() {
    engine.close();
  }
}
