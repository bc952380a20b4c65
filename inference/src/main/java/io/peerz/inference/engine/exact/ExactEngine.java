package io.peerz.inference.engine.exact;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;
import static io.peerz.proof.error.ErrorCode.PROMPT_TOO_LONG;

import io.peerz.inference.cache.KvBudget;
import io.peerz.inference.cache.KvCache;
import io.peerz.inference.cache.KvShape;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.ShardEngine;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.ShardAdapter;
import io.peerz.inference.weights.ShardWeights;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The CANON-1 engine in plain Java: the same bits on every machine. */
public final class ExactEngine implements ShardEngine {
  private final ShardWeights weights;
  private final Geometry geometry;
  private final int maxPositions;
  private final KvBudget budget;
  private final KvShape cacheShape;
  private final Team team;
  private final BlockParts parts;
  private final Optional<Rope> localRope;
  private final List<Block> blocks = new ArrayList<>();
  private final Tile tile;

  public ExactEngine(ShardWeights weights, EngineConfig config) {
    this(weights, config, Kernels.chosen(), new Team(config.threads()));
  }

  ExactEngine(ShardWeights weights, EngineConfig config, Kernels kernels, Team team) {
    this.weights = weights;
    this.geometry = weights.config().geometry();
    int trained = weights.config().maxPositions();
    this.maxPositions =
        config.maxPositions() == 0 ? trained : Math.min(config.maxPositions(), trained);
    this.budget = new KvBudget(config.cacheBytes());
    this.cacheShape = new KvShape(weights.layers().size(), geometry.kvHeads(), geometry.headDim());
    this.team = team;
    this.tile = new Tile(weights.config());
    this.parts = BlockParts.of(weights.config(), kernels, team, maxPositions);
    this.localRope =
        weights.config().variations().windows().localRopeTheta() == 0
            ? Optional.empty()
            : Optional.of(Rope.local(weights.config()));
    for (int layer = 0; layer < weights.layers().size(); layer++) {
      blocks.add(
          new Block(
              weights.layers().get(layer), weights.config(), weights.layerStart() + layer, parts));
    }
  }

  @Override
  public Geometry geometry() {
    return geometry;
  }

  @Override
  public int layerStart() {
    return weights.layerStart();
  }

  @Override
  public int layerEnd() {
    return weights.layerEnd();
  }

  @Override
  public int maxPositions() {
    return maxPositions;
  }

  @Override
  public KvCache openCache(int positions) {
    Require.range(BAD_REQUEST, "positions of a cache", positions, 1, maxPositions);
    return KvCache.open(budget, cacheShape, positions);
  }

  @Override
  public double cacheUsage() {
    return (double) budget.usedBytes() / budget.capacityBytes();
  }

  @Override
  public float[] embed(int[] tokens) {
    Matrix table =
        weights
            .embedding()
            .orElseThrow(() -> new IllegalStateException("this shard has no embedding"));
    float[] rows = new float[tokens.length * geometry.dModel()];
    for (int i = 0; i < tokens.length; i++) {
      Require.range(BAD_REQUEST, "token id", tokens[i], 0, geometry.vocab() - 1L);
      table.copyRow(tokens[i], rows, i * geometry.dModel());
    }
    float scale = weights.config().variations().embeddingScale();
    for (int i = 0; scale != 1 && i < rows.length; i++) {
      rows[i] *= scale;
    }
    return rows;
  }

  @Override
  public void forward(List<Segment> batch) {
    forward(batch, StepWatch.NONE);
  }

  /**
   * A forward pass of one segment whose steps are shown to {@code watch}, row by row in order.
   * Families whose products are not rows of one registered tensor each are refused: a court could
   * not settle their steps.
   */
  public void trace(Segment segment, StepWatch watch) {
    ModelFamily family = weights.config().family();
    Require.that(
        family.hasPlainProjections(),
        BAD_REQUEST,
        family.architecture()
            + " models have no trace that a court can settle; audit them by re-execution.");
    forward(List.of(segment), watch);
  }

  private synchronized void forward(List<Segment> batch, StepWatch watch) {
    batch.forEach(this::check);
    checkDistinct(batch);
    TileFeed feed = new TileFeed(batch, geometry.dModel());
    while (feed.fill(tile)) {
      for (int row = 0; row < tile.count; row++) {
        int position = tile.positions[row];
        int offset = row * geometry.headDim();
        parts.rope().angles(position, tile.angles, offset);
        localRope.ifPresent(rope -> rope.angles(position, tile.localAngles, offset));
      }
      for (int layer = 0; layer < blocks.size(); layer++) {
        blocks.get(layer).forward(tile, layer, watch);
      }
      requireFinite(tile.hidden, tile.count * geometry.dModel());
      feed.drain(tile);
    }
    batch.forEach(segment -> segment.cache().commit(segment.rowCount()));
  }

  private void check(Segment segment) {
    KvCache cache = segment.cache();
    if (!cache.shape().equals(cacheShape) || cache.isClosed()) {
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
    int length = Math.multiplyExact(segment.rowCount(), geometry.dModel());
    Require.that(segment.rows().length >= length, BAD_REQUEST, "hidden rows are missing");
    requireFinite(segment.rows(), length);
  }

  private void check(ShardAdapter adapter) {
    if (adapter.layerStart() != layerStart() || adapter.layerEnd() != layerEnd()) {
      throw new IllegalArgumentException("the adapter is of other layers than this engine");
    }
  }

  private static void checkDistinct(List<Segment> batch) {
    if (batch.stream().map(Segment::cache).distinct().count() != batch.size()) {
      throw new IllegalArgumentException("one cache cannot take two segments in one step");
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
    ShardWeights.Head head =
        weights.head().orElseThrow(() -> new IllegalStateException("this shard has no head"));
    RmsNorm norm = new RmsNorm(head.norm().floats(), weights.config().rmsNormEps());
    int width = geometry.dModel();
    float[] normed = new float[rowIndexes.length * width];
    for (int i = 0; i < rowIndexes.length; i++) {
      norm.apply(rows, rowIndexes[i] * width, normed, i * width);
    }
    float[] all = new float[rowIndexes.length * geometry.vocab()];
    parts.products().multiply(normed, head.matrix(), all, rowIndexes.length);
    float cap = weights.config().variations().logitSoftcap();
    for (int i = 0; cap != 0 && i < all.length; i++) {
      all[i] = Canon.softcap(all[i], cap);
    }
    return split(all, rowIndexes.length);
  }

  private List<float[]> split(float[] all, int count) {
    List<float[]> result = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = i * geometry.vocab();
      result.add(java.util.Arrays.copyOfRange(all, from, from + geometry.vocab()));
    }
    return result;
  }

  @Override
  public void close() {
    team.close();
  }
}
