package io.peerz.devnet.bench.engine;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.ShardAdapter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Answers questions with one of our engines. Positions behind the timed ones are zeros; what they
 * hold costs no time.
 */
final class TimedEngine {

  private final ShardEngine engine;
  private final ModelConfig config;
  private final List<ShardAdapter> adapters = new ArrayList<>();

  /** Times an engine of all of the model's layers. */
  TimedEngine(ShardEngine engine, ModelConfig config) {
    this.engine = engine;
    this.config = config;
  }

  int layers() {
    return engine.layerEnd();
  }

  void close() {
    engine.close();
  }

  String answer(Question question) {
    return question.isPrefill() ? prefill(question.behind()) : decode(question);
  }

  private String prefill(int positions) {
    try (KvCache cache = engine.openCache(positions)) {
      Segment segment = new Segment(cache, engine.embed(tokens(positions)), positions);
      long started = System.nanoTime();
      engine.forward(List.of(segment));
      return positions + " " + (System.nanoTime() - started);
    }
  }

  private String decode(Question question) {
    List<KvCache> caches = new ArrayList<>();
    for (int i = 0; i < question.batch(); i++) {
      KvCache cache = engine.openCache(question.behind() + question.steps());
      cache.commit(question.behind());
      caches.add(cache);
    }
    long started = System.nanoTime();
    for (int step = 0; step < question.steps(); step++) {
      step(caches, question.adapters());
    }
    long nanos = System.nanoTime() - started;
    caches.forEach(KvCache::close);
    return question.batch() * question.steps() + " " + nanos;
  }

  private void step(List<KvCache> caches, int different) {
    int width = engine.geometry().dModel();
    float[] rows = engine.embed(tokens(caches.size()));
    List<Segment> batch = new ArrayList<>();
    for (int i = 0; i < caches.size(); i++) {
      float[] row = Arrays.copyOfRange(rows, i * width, (i + 1) * width);
      Optional<ShardAdapter> adapter =
          different == 0 ? Optional.empty() : Optional.of(adapter(i % different));
      batch.add(new Segment(caches.get(i), row, 1, adapter));
    }
    engine.forward(batch);
    int[] indexes = new int[batch.size()];
    for (int i = 0; i < indexes.length; i++) {
      System.arraycopy(batch.get(i).rows(), 0, rows, i * width, width);
      indexes[i] = i;
    }
    engine.logits(rows, indexes);
  }

  /** An adapter of rank 16 on the seven maps of every layer. */
  private ShardAdapter adapter(int index) {
    while (adapters.size() <= index) {
      adapters.add(
          ShardAdapter.of(config, 0, engine.layerEnd(), 1, name -> Optional.of(matrix(name))));
    }
    return adapters.get(index);
  }

  private Matrix matrix(String name) {
    var g = config.geometry();
    int inner = name.contains("down_proj") ? g.dFf() : g.dModel();
    int inputs = name.contains("o_proj") ? config.queryWidth() : inner;
    int outputs = g.dModel();
    if (name.contains("q_proj")) {
      outputs = config.queryWidth();
    } else if (name.contains("k_proj") || name.contains("v_proj")) {
      outputs = config.keyWidth();
    } else if (name.contains("gate_proj") || name.contains("up_proj")) {
      outputs = g.dFf();
    }
    boolean down = name.contains("lora_A");
    int rows = down ? StepWork.RANK : outputs;
    int cols = down ? inputs : StepWork.RANK;
    float[] values = new float[rows * cols];
    Arrays.fill(values, 1e-3f);
    return Matrix.ofFloats(rows, cols, values);
  }

  private int[] tokens(int count) {
    int[] tokens = new int[count];
    Arrays.setAll(tokens, i -> 100 + i * 31 % 8000);
    return tokens;
  }
}
