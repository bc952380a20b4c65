package io.peerz.devnet.bench.engine;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.djl.FastEngine;
import io.peerz.inference.model.Arithmetic;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.inference.weights.ShardWeights;
import java.nio.file.Path;

/**
 * The program that times the fast engine: arguments are shape, format, threads and the folder that
 * keeps its weights. A first start writes them, and is one of its own: what it needs for that would
 * be counted as the engine's memory.
 */
public final class FastContender {
  private static final long CACHE_BYTES = 4L << 30;

  /** Fewer than the shape claims, for it keeps tables of all positions. */
  private static final int POSITIONS = 1024;

  private FastContender() {}

  public static void main(String[] args) {
    BenchShape shape = BenchShape.of(args[0]);
    Format format = Format.of(args[1]);
    EngineConfig engine = new EngineConfig(Integer.parseInt(args[2]), CACHE_BYTES, POSITIONS);
    ModelConfig config = format.round(shape.config()).in(Arithmetic.FAST);
    long started = System.nanoTime();
    FastEngine fast =
        FastEngine.kept(
            config,
            0,
            config.geometry().layers(),
            layer -> layer(shape, format, layer),
            engine,
            Path.of(args[3]));
    long loadMillis = (System.nanoTime() - started) / 1_000_000;
    Contender.answer("ready " + loadMillis, new TimedEngine(fast, config)::answer);
  }

  private static ShardWeights layer(BenchShape shape, Format format, int layer) {
    return format.round(SeededWeights.of(shape.config(), 1, layer, layer + 1));
  }
}
