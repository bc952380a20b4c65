package io.peerz.devnet.bench.streams;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.weights.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tokens per second of the engine alone, whole model in this process on all cores, deciding one
 * token for each of several texts in each step: what no network around it can pass.
 */
final class EngineBatch implements AutoCloseable {
  private static final int PROMPT = 24;
  private static final int WARM_UP = 4;
  private static final int STEPS = 24;
  private static final long CACHE_BYTES = 512L << 20;

  private final ExactEngine engine;

  EngineBatch(Path model) {
    ModelFolder folder = ModelFolder.open(model);
    int cores = Runtime.getRuntime().availableProcessors();
    this.engine =
        new ExactEngine(
            folder.loadLayers(0, folder.config().geometry().layers()),
            new EngineConfig(cores, CACHE_BYTES, 0));
  }

  double tokensPerSecond(int texts) {
    List<KvCache> caches = new ArrayList<>();
    try {
      for (int i = 0; i < texts; i++) {
        caches.add(engine.openCache(PROMPT + WARM_UP + STEPS));
        engine.forward(List.of(new Segment(caches.get(i), engine.embed(new int[PROMPT]), PROMPT)));
      }
      for (int i = 0; i < WARM_UP; i++) {
        step(caches);
      }
      long started = System.nanoTime();
      for (int i = 0; i < STEPS; i++) {
        step(caches);
      }
      return (double) texts * STEPS / ((System.nanoTime() - started) / 1e9);
    } finally {
      caches.forEach(KvCache::close);
    }
  }

  private void step(List<KvCache> caches) {
    int width = engine.geometry().dModel();
    List<Segment> batch =
        caches.stream().map(cache -> new Segment(cache, engine.embed(new int[1]), 1)).toList();
    engine.forward(batch);
    float[] rows = new float[batch.size() * width];
    for (int i = 0; i < batch.size(); i++) {
      System.arraycopy(batch.get(i).rows(), 0, rows, i * width, width);
    }
    engine.logits(rows, IntStream.range(0, batch.size()).toArray());
  }

  @Override
  public void close() {
    engine.close();
  }
}
