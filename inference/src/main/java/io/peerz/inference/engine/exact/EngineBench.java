package io.peerz.inference.engine.exact;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.RopeScaling;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.cost.Geometry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tokens per second of the exact engine beside the machine's measured memory bandwidth. */
public final class EngineBench {
  private static final int REPETITIONS = 7;
  private static final int BF16 = 1;

  private EngineBench() {}

  /**
   * One figure: the median of the repetitions and the best.
   *
   * @param bytesPerToken weight bytes read for one token of one sequence
   */
  public record Figure(
      String name, double tokensPerSecond, double bestTokensPerSecond, long bytesPerToken) {}

  /** A shape of about 100 million weights, as random bf16. */
  public static ShardWeights hundredMillion() {
    Geometry geometry = new Geometry(12, 768, 12, 4, 64, 2048, 16_384, BF16, 0);
    ModelConfig config =
        new ModelConfig(
            ModelFamily.LLAMA, geometry, 1e-5f, 10_000, new RopeScaling.None(), 1024, true);
    return SeededWeights.of(config, 1, 0, geometry.layers());
  }

  /** Decode at batches 1, 4 and 8 behind 64 positions, and prefill of up to 256 tokens. */
  public static List<Figure> measure(ShardWeights weights, int threads) {
    EngineConfig config = new EngineConfig(threads, 1L << 30, 0);
    List<Figure> figures = new ArrayList<>();
    try (ExactEngine engine = new ExactEngine(weights, config)) {
      for (int batch : new int[] {1, 4, 8}) {
        figures.add(decode(engine, batch, bytes(weights)));
      }
      figures.add(prefill(engine, Math.min(256, engine.maxPositions()), bytes(weights)));
    }
    return figures;
  }

  private static Figure decode(ExactEngine engine, int batch, long bytes) {
    int steps = 40;
    List<KvCache> caches = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      caches.add(engine.openCache(64 + steps));
      engine.forward(List.of(segment(engine, caches.get(i), 64)));
    }
    int[] heads = new int[batch];
    Arrays.setAll(heads, i -> i);
    double[] rates = new double[REPETITIONS];
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      long start = System.nanoTime();
      for (int step = 0; step < steps; step++) {
        List<Segment> segments = caches.stream().map(cache -> segment(engine, cache, 1)).toList();
        engine.forward(segments);
        float[] rows = new float[batch * engine.geometry().dModel()];
        for (int i = 0; i < batch; i++) {
          int width = engine.geometry().dModel();
          System.arraycopy(segments.get(i).rows(), 0, rows, i * width, width);
        }
        engine.logits(rows, heads);
      }
      rates[repetition] = batch * steps * 1e9 / (System.nanoTime() - start);
      caches.forEach(cache -> cache.truncate(64));
    }
    caches.forEach(KvCache::close);
    return figure("decode batch " + batch, rates, bytes);
  }

  private static Figure prefill(ExactEngine engine, int length, long bytes) {
    double[] rates = new double[REPETITIONS];
    try (KvCache cache = engine.openCache(length)) {
      for (int repetition = 0; repetition < REPETITIONS; repetition++) {
        Segment segment = segment(engine, cache, length);
        long start = System.nanoTime();
        engine.forward(List.of(segment));
        rates[repetition] = length * 1e9 / (System.nanoTime() - start);
        cache.truncate(0);
      }
    }
    return figure("prefill " + length, rates, bytes);
  }

  private static Segment segment(ExactEngine engine, KvCache cache, int count) {
    int[] tokens = new int[count];
    Arrays.setAll(tokens, i -> i * 31 % engine.geometry().vocab());
    return new Segment(cache, engine.embed(tokens), count);
  }

  private static Figure figure(String name, double[] rates, long bytes) {
    Arrays.sort(rates);
    return new Figure(name, rates[rates.length / 2], rates[rates.length - 1], bytes);
  }

  /** Bytes of the matrices that one decoded token reads. */
  static long bytes(ShardWeights weights) {
    long sum = weights.head().map(head -> head.matrix().bytes()).orElse(0L);
    for (var layer : weights.layers()) {
      sum += layer.query().bytes() + layer.key().bytes() + layer.value().bytes();
      sum += layer.output().bytes() + layer.gate().bytes() + layer.up().bytes();
      sum += layer.down().bytes();
    }
    return sum;
  }

  /** Best of several passes over an array far larger than any cache, in bytes per second. */
  public static double readBandwidth(int threads) {
    int[] data = new int[64 << 20];
    double best = 0;
    try (Team team = new Team(threads)) {
      int[] sums = new int[threads];
      for (int pass = 0; pass < 8; pass++) {
        long start = System.nanoTime();
        team.run(data.length, 1, (thread, from, to) -> sums[thread] += sum(data, from, to));
        best = Math.max(best, 4.0 * data.length * 1e9 / (System.nanoTime() - start));
      }
      if (Arrays.stream(sums).sum() != 0) {
        throw new IllegalStateException("zeros sum to zero");
      }
    }
    return best;
  }

  private static int sum(int[] data, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += data[i];
    }
    return sum;
  }

  /** Arguments: threads, and a model folder instead of the random shape; each as bf16 and q8. */
  public static void main(String[] args) {
    int threads = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    ShardWeights weights =
        args.length > 1 ? wholeModel(ModelFolder.open(Path.of(args[1]))) : hundredMillion();
    double bandwidth = readBandwidth(threads);
    System.out.printf(Locale.ROOT, "%d threads, memory read %.1f GB/s%n", threads, bandwidth / 1e9);
    print("stored", measure(weights, threads));
    print("q8", measure(weights.toQ8(), threads));
  }

  private static void print(String form, List<Figure> figures) {
    for (Figure figure : figures) {
      System.out.printf(
          Locale.ROOT,
          "%-6s %-16s median %9.1f tok/s  best %9.1f tok/s  %6.2f MB per token%n",
          form,
          figure.name(),
          figure.tokensPerSecond(),
          figure.bestTokensPerSecond(),
          figure.bytesPerToken() / 1e6);
    }
  }

  private static ShardWeights wholeModel(ModelFolder folder) {
    return folder.loadLayers(0, folder.config().geometry().layers());
  }
}
