package io.peerz.inference.engine.exact;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.FeedForward;
import io.peerz.inference.weights.LayerWeights;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.Projection;
import java.util.Optional;

/** One transformer block: attention and feed-forward, each behind a norm and added to its input. */
final class Block {
  private final LayerWeights weights;
  private final ModelConfig config;
  private final BlockParts parts;
  private final int window;
  private final boolean hasLocalRope;
  private final RmsNorm attentionNorm;
  private final RmsNorm feedForwardNorm;
  private final Optional<RmsNorm> attentionOutputNorm;
  private final Optional<RmsNorm> feedForwardOutputNorm;

  /**
   * @param layer counted from the model's first
   */
  Block(LayerWeights weights, ModelConfig config, int layer, BlockParts parts) {
    this.weights = weights;
    this.config = config;
    this.parts = parts;
    this.window = config.variations().windows().of(layer);
    this.hasLocalRope = config.variations().windows().hasLocalRope(layer);
    this.attentionNorm = norm(weights.attentionNorm());
    this.feedForwardNorm = norm(weights.feedForwardNorm());
    this.attentionOutputNorm = weights.outputNorms().map(norms -> norm(norms.attention()));
    this.feedForwardOutputNorm = weights.outputNorms().map(norms -> norm(norms.feedForward()));
  }

  private RmsNorm norm(Matrix weight) {
    return new RmsNorm(weight.floats(), config.rmsNormEps());
  }

  /** Replaces {@code tile.hidden}; {@code layer} counts from the shard's first. */
  void forward(Tile tile, int layer, StepWatch watch) {
    attend(tile, layer, watch);
    feedForward(tile, layer, watch);
  }

  private void attend(Tile tile, int layer, StepWatch watch) {
    normalise(attentionNorm, tile);
    int width = config.geometry().dModel();
    watch.made(layer, 0, tile.normed, width, tile.count);
    Operand normed = parts.products().operand(tile.normed, weights.query(), tile.count);
    parts.products().multiply(normed, weights.query(), tile.query);
    watch.made(layer, 1, tile.query, config.queryWidth(), tile.count);
    parts.adapters().add(tile, layer, Projection.QUERY, tile.normed, tile.query);
    parts.products().multiply(normed, weights.key(), tile.key);
    watch.made(layer, 2, tile.key, config.keyWidth(), tile.count);
    parts.adapters().add(tile, layer, Projection.KEY, tile.normed, tile.key);
    parts.products().multiply(normed, weights.value(), tile.value);
    watch.made(layer, 3, tile.value, config.keyWidth(), tile.count);
    parts.adapters().add(tile, layer, Projection.VALUE, tile.normed, tile.value);
    weights.bias().ifPresent(bias -> addBias(tile, bias));
    weights.headNorm().ifPresent(norm -> normaliseHeads(tile, norm));
    rotate(tile);
    parts.attention().store(tile, layer);
    parts.attention().mix(tile, layer, window);
    watch.made(layer, 4, tile.mixed, config.queryWidth(), tile.count);
    multiply(tile.mixed, weights.output(), tile.delta, tile.count);
    watch.made(layer, 5, tile.delta, width, tile.count);
    parts.adapters().add(tile, layer, Projection.OUTPUT, tile.mixed, tile.delta);
    add(tile, attentionOutputNorm);
    watch.made(layer, 6, tile.hidden, width, tile.count);
  }

  private void rotate(Tile tile) {
    int headDim = config.geometry().headDim();
    int heads = config.geometry().heads();
    int kvHeads = config.geometry().kvHeads();
    float[] angles = hasLocalRope ? tile.localAngles : tile.angles;
    Rope rope = parts.rope();
    for (int row = 0; row < tile.count; row++) {
      int angle = row * headDim;
      rope.rotate(tile.query, row * heads * headDim, heads, angles, angle);
      rope.rotate(tile.key, row * kvHeads * headDim, kvHeads, angles, angle);
    }
  }

  private void feedForward(Tile tile, int layer, StepWatch watch) {
    normalise(feedForwardNorm, tile);
    int width = config.geometry().dModel();
    watch.made(layer, 7, tile.normed, width, tile.count);
    switch (weights.feedForward()) {
      case FeedForward.Dense dense -> feedForward(tile, layer, dense, watch);
      case FeedForward.Mixture mixture -> parts.mixture().orElseThrow().mix(tile, mixture);
    }
    add(tile, feedForwardOutputNorm);
    watch.made(layer, 12, tile.hidden, width, tile.count);
  }

  private void feedForward(Tile tile, int layer, FeedForward.Dense dense, StepWatch watch) {
    int inner = config.geometry().dFf();
    Operand normed = parts.products().operand(tile.normed, dense.gate(), tile.count);
    parts.products().multiply(normed, dense.gate(), tile.gate);
    watch.made(layer, 8, tile.gate, inner, tile.count);
    parts.adapters().add(tile, layer, Projection.GATE, tile.normed, tile.gate);
    parts.products().multiply(normed, dense.up(), tile.up);
    watch.made(layer, 9, tile.up, inner, tile.count);
    parts.adapters().add(tile, layer, Projection.UP, tile.normed, tile.up);
    parts.gate().apply(tile.gate, tile.up, tile.count * inner);
    watch.made(layer, 10, tile.gate, inner, tile.count);
    multiply(tile.gate, dense.down(), tile.delta, tile.count);
    watch.made(layer, 11, tile.delta, config.geometry().dModel(), tile.count);
    parts.adapters().add(tile, layer, Projection.DOWN, tile.gate, tile.delta);
  }

  private void normalise(RmsNorm norm, Tile tile) {
    int width = config.geometry().dModel();
    for (int row = 0; row < tile.count; row++) {
      norm.apply(tile.hidden, row * width, tile.normed, row * width);
    }
  }

  private void multiply(float[] x, Matrix w, float[] y, int count) {
    parts.products().multiply(x, w, y, count);
  }

  private void add(Tile tile, Optional<RmsNorm> norm) {
    int width = config.geometry().dModel();
    for (int row = 0; norm.isPresent() && row < tile.count; row++) {
      norm.get().apply(tile.delta, row * width, tile.delta, row * width);
    }
    for (int i = 0; i < tile.count * width; i++) {
      tile.hidden[i] += tile.delta[i];
    }
  }

  private static void addBias(Tile tile, LayerWeights.QkvBias bias) {
    addRow(tile.query, bias.query().floats(), tile.count);
    addRow(tile.key, bias.key().floats(), tile.count);
    addRow(tile.value, bias.value().floats(), tile.count);
  }

  private static void addRow(float[] x, float[] row, int count) {
    for (int i = 0; i < count * row.length; i++) {
      x[i] += row[i % row.length];
    }
  }

  private void normaliseHeads(Tile tile, LayerWeights.HeadNorm norm) {
    RmsNorm queryNorm = norm(norm.query());
    RmsNorm keyNorm = norm(norm.key());
    int headDim = config.geometry().headDim();
    for (int at = 0; at < tile.count * config.queryWidth(); at += headDim) {
      queryNorm.apply(tile.query, at, tile.query, at);
    }
    for (int at = 0; at < tile.count * config.keyWidth(); at += headDim) {
      keyNorm.apply(tile.key, at, tile.key, at);
    }
  }
}
