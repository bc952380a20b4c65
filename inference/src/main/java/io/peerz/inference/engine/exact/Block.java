package io.peerz.inference.engine.exact;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.weights.LayerWeights;
import io.peerz.inference.weights.Matrix;
import io.peerz.inference.weights.Projection;

/** One transformer block: attention and SwiGLU, each behind a norm and added to its input. */
final class Block {
  /** What one exponential costs beside a multiply-add of the kernels; only to share work by. */
  private static final long SILU_MACS = 256;

  private final LayerWeights weights;
  private final ModelConfig config;
  private final Kernels kernels;
  private final Team team;
  private final AdapterProduct adapters;
  private final Attention attention;
  private final Rope rope;
  private final RmsNorm attentionNorm;
  private final RmsNorm feedForwardNorm;

  Block(
      LayerWeights weights,
      ModelConfig config,
      Kernels kernels,
      Team team,
      Attention attention,
      Rope rope) {
    this.weights = weights;
    this.config = config;
    this.kernels = kernels;
    this.team = team;
    this.adapters = new AdapterProduct(kernels, team);
    this.attention = attention;
    this.rope = rope;
    this.attentionNorm = new RmsNorm(weights.attentionNorm().floats(), config.rmsNormEps());
    this.feedForwardNorm = new RmsNorm(weights.feedForwardNorm().floats(), config.rmsNormEps());
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
    multiply(tile.normed, weights.query(), tile.query, tile.count);
    watch.made(layer, 1, tile.query, config.queryWidth(), tile.count);
    adapters.add(tile, layer, Projection.QUERY, tile.normed, tile.query);
    multiply(tile.normed, weights.key(), tile.key, tile.count);
    watch.made(layer, 2, tile.key, config.keyWidth(), tile.count);
    adapters.add(tile, layer, Projection.KEY, tile.normed, tile.key);
    multiply(tile.normed, weights.value(), tile.value, tile.count);
    watch.made(layer, 3, tile.value, config.keyWidth(), tile.count);
    adapters.add(tile, layer, Projection.VALUE, tile.normed, tile.value);
    weights.bias().ifPresent(bias -> addBias(tile, bias));
    weights.headNorm().ifPresent(norm -> normaliseHeads(tile, norm));
    int headDim = config.geometry().headDim();
    for (int row = 0; row < tile.count; row++) {
      int angle = row * headDim;
      int heads = config.geometry().heads();
      int kvHeads = config.geometry().kvHeads();
      rope.rotate(tile.query, row * heads * headDim, heads, tile.angles, angle);
      rope.rotate(tile.key, row * kvHeads * headDim, kvHeads, tile.angles, angle);
    }
    attention.store(tile, layer);
    attention.mix(tile, layer);
    watch.made(layer, 4, tile.mixed, config.queryWidth(), tile.count);
    multiply(tile.mixed, weights.output(), tile.delta, tile.count);
    watch.made(layer, 5, tile.delta, width, tile.count);
    adapters.add(tile, layer, Projection.OUTPUT, tile.mixed, tile.delta);
    add(tile);
    watch.made(layer, 6, tile.hidden, width, tile.count);
  }

  private void feedForward(Tile tile, int layer, StepWatch watch) {
    normalise(feedForwardNorm, tile);
    int width = config.geometry().dModel();
    int inner = config.geometry().dFf();
    watch.made(layer, 7, tile.normed, width, tile.count);
    multiply(tile.normed, weights.gate(), tile.gate, tile.count);
    watch.made(layer, 8, tile.gate, inner, tile.count);
    adapters.add(tile, layer, Projection.GATE, tile.normed, tile.gate);
    multiply(tile.normed, weights.up(), tile.up, tile.count);
    watch.made(layer, 9, tile.up, inner, tile.count);
    adapters.add(tile, layer, Projection.UP, tile.normed, tile.up);
    team.run(
        tile.count * inner,
        SILU_MACS,
        (_, from, to) -> {
          for (int i = from; i < to; i++) {
            tile.gate[i] = Canon.silu(tile.gate[i]) * tile.up[i];
          }
        });
    watch.made(layer, 10, tile.gate, inner, tile.count);
    multiply(tile.gate, weights.down(), tile.delta, tile.count);
    watch.made(layer, 11, tile.delta, width, tile.count);
    adapters.add(tile, layer, Projection.DOWN, tile.gate, tile.delta);
    add(tile);
    watch.made(layer, 12, tile.hidden, width, tile.count);
  }

  private void normalise(RmsNorm norm, Tile tile) {
    int width = config.geometry().dModel();
    for (int row = 0; row < tile.count; row++) {
      norm.apply(tile.hidden, row * width, tile.normed, row * width);
    }
  }

  private void multiply(float[] x, Matrix w, float[] y, int count) {
    Rows input = new Rows(x, 0, w.cols());
    Rows output = new Rows(y, 0, w.rows());
    team.run(
        w.rows(),
        (long) w.cols() * count,
        (_, from, to) -> kernels.multiply(input, count, w, from, to, output));
  }

  private void add(Tile tile) {
    int length = tile.count * config.geometry().dModel();
    for (int i = 0; i < length; i++) {
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
    RmsNorm queryNorm = new RmsNorm(norm.query().floats(), config.rmsNormEps());
    RmsNorm keyNorm = new RmsNorm(norm.key().floats(), config.rmsNormEps());
    int headDim = config.geometry().headDim();
    for (int at = 0; at < tile.count * config.queryWidth(); at += headDim) {
      queryNorm.apply(tile.query, at, tile.query, at);
    }
    for (int at = 0; at < tile.count * config.keyWidth(); at += headDim) {
      keyNorm.apply(tile.key, at, tile.key, at);
    }
  }
}
