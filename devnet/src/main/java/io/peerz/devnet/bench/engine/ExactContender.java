package io.peerz.devnet.bench.engine;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.inference.weights.ShardWeights;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The program that times the exact engine: arguments are shape, format and threads, questions come
 * by standard input. Positions behind the timed ones are zeros; what they hold costs no time.
 */
public final class ExactContender {
  private static final int RANK = 16;
  private static final long CACHE_BYTES = 4L << 30;

  private final ShardWeights weights;
  private final int threads;
  private final List<ShardAdapter> adapters = new ArrayList<>();
  private ExactEngine engine;

  private ExactContender(ShardWeights weights, int threads) {
    this.weights = weights;
    this.threads = threads;
    this.engine = engine(weights);
  }

  public static void main(String[] args) {
    BenchShape shape = BenchShape.of(args[0]);
    int layers = shape.geometry().layers();
    ShardWeights stored = SeededWeights.of(shape.config(), 1, 0, layers);
    ExactContender contender =
        new ExactContender(Format.of(args[1]).round(stored), Integer.parseInt(args[2]));
    System.out.println("ready");
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        .lines()
        .forEach(line -> System.out.println(contender.answer(Question.parse(line))));
  }

  private ExactEngine engine(ShardWeights shard) {
    return new ExactEngine(shard, new EngineConfig(threads, CACHE_BYTES, 0));
  }

  private String answer(Question question) {
    if (question.layers() != engine.layerEnd()) {
      engine.close();
      engine = engine(firstLayers(question.layers()));
    }
    return question.isPrefill() ? prefill(question.behind()) : decode(question);
  }

  private ShardWeights firstLayers(int layers) {
    return new ShardWeights(
        new BenchShape("", weights.config().geometry(), weights.config().maxPositions())
            .withLayers(layers)
            .config(),
        0,
        layers,
        weights.embedding(),
        weights.layers().subList(0, layers),
        weights.head());
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
          ShardAdapter.of(
              weights.config(), 0, weights.layerEnd(), 1, name -> Optional.of(matrix(name))));
    }
    return adapters.get(index);
  }

  private Matrix matrix(String name) {
    var g = weights.config().geometry();
    int inner = name.contains("down_proj") ? g.dFf() : g.dModel();
    int inputs = name.contains("o_proj") ? weights.config().queryWidth() : inner;
    int outputs = g.dModel();
    if (name.contains("q_proj")) {
      outputs = weights.config().queryWidth();
    } else if (name.contains("k_proj") || name.contains("v_proj")) {
      outputs = weights.config().keyWidth();
    } else if (name.contains("gate_proj") || name.contains("up_proj")) {
      outputs = g.dFf();
    }
    boolean down = name.contains("lora_A");
    int rows = down ? RANK : outputs;
    int cols = down ? inputs : RANK;
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
