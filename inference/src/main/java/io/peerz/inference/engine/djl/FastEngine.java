package io.peerz.inference.engine.djl;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;
import static io.peerz.proof.error.ErrorCode.PROMPT_TOO_LONG;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.peerz.inference.cache.KvBudget;
import io.peerz.inference.cache.KvCache;
import io.peerz.inference.cache.KvShape;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The engine for throughput: ONNX Runtime computes a shard's graph. Its results are near those of
 * the exact engine but depend on the processor and on how work is cut into steps.
 */
public final class FastEngine implements ShardEngine {
  private final ModelConfig config;
  private final ShardPack pack;
  private final int maxPositions;
  private final KvBudget budget;
  private final KvShape cacheShape;
  private final NDManager manager;
  private final LayerBlock layers;
  private final Optional<HeadBlock> head;
  private final Optional<EmbeddingTable> embedding;
  private final AdapterShelf adapters;
  private final NDList noAdapter;

  /**
   * Loads the layers from a checkpoint. The weights in the runtime's order are kept in a file,
   * which makes every later start quick.
   *
   * @param kept a folder of this program's own for such files; they are trusted when found again
   */
  public static FastEngine open(
      ModelFolder model, int layerStart, int layerEnd, EngineConfig config, Path kept) {
    String name = "%s-%d-%d".formatted(model.manifest().modelId().hex(), layerStart, layerEnd);
    return kept(
        model.config(),
        layerStart,
        layerEnd,
        layer -> model.loadLayers(layer, layer + 1),
        config,
        kept.resolve(name));
  }

  /**
   * The same with weights from elsewhere.
   *
   * @param layers the weights of one layer, with what lies at the model's ends; asked for only
   *     where the folder does not have them
   * @param folder of these layers alone
   */
  public static FastEngine kept(
      ModelConfig model,
      int layerStart,
      int layerEnd,
      IntFunction<ShardWeights> layers,
      EngineConfig config,
      Path folder) {
    Served.require(model);
    return new FastEngine(ShardPack.kept(folder, model, layerStart, layerEnd, layers), config);
  }

  /** Weights in memory; what the runtime needs of them on disk goes with the engine. */
  public static FastEngine of(ShardWeights weights, EngineConfig config) {
    Served.require(weights.config());
    return new FastEngine(
        ShardPack.passing(
            weights.config(), weights.layerStart(), weights.layerEnd(), weights::layer),
        config);
  }

  private FastEngine(ShardPack pack, EngineConfig engine) {
    this.pack = pack;
    this.config = pack.config();
    int trained = config.maxPositions();
    this.maxPositions =
        engine.maxPositions() == 0 ? trained : Math.min(engine.maxPositions(), trained);
    this.budget = new KvBudget(engine.cacheBytes());
    Geometry g = config.geometry();
    this.cacheShape = new KvShape(layerEnd() - layerStart(), g.kvHeads(), g.headDim());
    this.manager = OnnxRuntime.start(engine.threads());
    this.adapters = new AdapterShelf(config, manager);
    this.noAdapter = AdapterArrays.none(config, layerStart(), layerEnd(), manager).inputs();
    this.layers = new LayerBlock(pack, maxPositions, manager);
    this.embedding = hasEmbedding() ? Optional.of(pack.embedding()) : Optional.empty();
    this.head = hasHead() ? Optional.of(new HeadBlock(pack, manager)) : Optional.empty();
  }

  @Override
  public Geometry geometry() {
    return config.geometry();
  }

  @Override
  public int layerStart() {
    return pack.layerStart();
  }

  @Override
  public int layerEnd() {
    return pack.layerEnd();
  }

  @Override
  public int maxPositions() {
    return maxPositions;
  }

  @Override
  public KvCache openCache(int positions) {
    Require.range(BAD_REQUEST, "positions of a cache", positions, 1, maxPositions);
    return NativeCache.open(budget, cacheShape, positions, manager);
  }

  @Override
  public float[] embed(int[] tokens) {
    int width = config.geometry().dModel();
    EmbeddingTable table =
        embedding.orElseThrow(() -> new IllegalStateException("this shard has no embedding"));
    float[] rows = new float[tokens.length * width];
    for (int i = 0; i < tokens.length; i++) {
      Require.range(BAD_REQUEST, "token id", tokens[i], 0, config.geometry().vocab() - 1L);
      table.copyRow(tokens[i], rows, i * width);
    }
    return rows;
  }

  @Override
  public synchronized void forward(List<Segment> batch) {
    int width = config.geometry().dModel();
    batch.forEach(this::check);
    if (batch.stream().map(Segment::cache).distinct().count() != batch.size()) {
      throw new IllegalArgumentException("one cache cannot take two segments in one step");
    }
    if (batch.stream().anyMatch(segment -> segment.adapter().isPresent())) {
      layers.adapt();
    }
    byAdapter(batch)
        .forEach(
            (adapter, segments) ->
                layers.forward(segments, adapter.map(adapters::inputs).orElse(noAdapter)));
    batch.forEach(segment -> requireFinite(segment.rows(), segment.rowCount() * width));
    batch.forEach(segment -> segment.cache().commit(segment.rowCount()));
  }

  /** Segments of one adapter go through together; those without come first. */
  private static Map<Optional<ShardAdapter>, List<Segment>> byAdapter(List<Segment> batch) {
    Map<Optional<ShardAdapter>, List<Segment>> groups = new LinkedHashMap<>();
    for (Segment segment : batch) {
      groups.computeIfAbsent(segment.adapter(), _ -> new ArrayList<>()).add(segment);
    }
    return groups;
  }

  private void check(Segment segment) {
    KvCache cache = segment.cache();
    if (!(cache instanceof NativeCache) || !cache.shape().equals(cacheShape) || cache.isClosed()) {
      throw new IllegalArgumentException("a segment needs an open cache of this engine");
    }
    segment.adapter().ifPresent(this::check);
    int free = cache.capacity() - cache.length();
    if (segment.rowCount() > free) {
      throw new PeerzException(
          PROMPT_TOO_LONG,
          segment.rowCount()
              + " more positions do not fit a context of "
              + cache.capacity()
              + " that holds "
              + cache.length()
              + "; shorten the prompt or ask for fewer tokens.");
    }
    int length = Math.multiplyExact(segment.rowCount(), config.geometry().dModel());
    Require.that(segment.rows().length >= length, BAD_REQUEST, "hidden rows are missing");
    requireFinite(segment.rows(), length);
  }

  private void check(ShardAdapter adapter) {
    if (adapter.layerStart() != layerStart() || adapter.layerEnd() != layerEnd()) {
      throw new IllegalArgumentException("the adapter is of other layers than this engine");
    }
  }

  private static void requireFinite(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new PeerzException(
            BAD_REQUEST,
            "hidden states hold NaN or infinity; their sender or the weights are broken.");
      }
    }
  }

  @Override
  public float[] logits(float[] rows, int row) {
    return logits(rows, new int[] {row}).getFirst();
  }

  @Override
  public synchronized List<float[]> logits(float[] rows, int[] rowIndexes) {
    return head.orElseThrow(() -> new IllegalStateException("this shard has no head"))
        .logits(rows, rowIndexes);
  }

  @Override
  public synchronized void close() {
    layers.close();
    head.ifPresent(HeadBlock::close);
    manager.close();
    pack.close();
  }
}
