package io.peerz.devnet.bench.engine;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.inference.weights.ShardWeights;

/**
 * The program that times the exact engine: arguments are shape, format and threads, questions come
 * by standard input.
 */
public final class ExactContender {
  private static final long CACHE_BYTES = 4L << 30;

  private final ShardWeights weights;
  private final int threads;
  private TimedEngine engine;

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
    Contender.answer("ready", contender::answer);
  }

  private TimedEngine engine(ShardWeights shard) {
    return new TimedEngine(
        new ExactEngine(shard, new EngineConfig(threads, CACHE_BYTES, 0)), shard.config());
  }

  private String answer(Question question) {
    if (question.layers() != engine.layers()) {
      engine.close();
      engine = engine(firstLayers(question.layers()));
    }
    return engine.answer(question);
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
}
