package io.peerz.inference.weights;

import io.peerz.inference.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Weights made from a seed by integer arithmetic, the same on every machine: for self-tests, golden
 * hashes and benchmarks. A tensor depends on the seed and its place only, so that every way of
 * cutting the layers gives the same model.
 */
public final class SeededWeights {
  private static final int EDGES = -1;

  private final ModelConfig config;
  private final long seed;
  private final boolean bfloat16;

  private SeededWeights(ModelConfig config, long seed) {
    this.config = config;
    this.seed = seed;
    this.bfloat16 = config.geometry().weightDtype() == TensorType.BF16.code();
  }

  /** bfloat16 or float32 as the geometry's weight type says. */
  public static ShardWeights of(ModelConfig config, long seed, int layerStart, int layerEnd) {
    return new SeededWeights(config, seed).shard(layerStart, layerEnd);
  }

  private ShardWeights shard(int layerStart, int layerEnd) {
    int width = config.geometry().dModel();
    int vocab = config.geometry().vocab();
    boolean last = layerEnd == config.geometry().layers();
    Matrix embedding = matrix(EDGES, 0, vocab, width);
    List<LayerWeights> layers = new ArrayList<>();
    for (int layer = layerStart; layer < layerEnd; layer++) {
      layers.add(layer(layer));
    }
    Matrix head = config.tiedHead() || !last ? embedding : matrix(EDGES, 2, vocab, width);
    return new ShardWeights(
        config,
        layerStart,
        layerEnd,
        layerStart == 0 ? Optional.of(embedding) : Optional.empty(),
        layers,
        last ? Optional.of(new ShardWeights.Head(norm(EDGES, 1, width), head)) : Optional.empty());
  }

  private LayerWeights layer(int layer) {
    int width = config.geometry().dModel();
    int inner = config.geometry().dFf();
    int query = config.queryWidth();
    int key = config.keyWidth();
    int headDim = config.geometry().headDim();
    return new LayerWeights(
        norm(layer, 0, width),
        matrix(layer, 1, query, width),
        matrix(layer, 2, key, width),
        matrix(layer, 3, key, width),
        matrix(layer, 4, width, query),
        norm(layer, 5, width),
        matrix(layer, 6, inner, width),
        matrix(layer, 7, inner, width),
        matrix(layer, 8, width, inner),
        config.family().qkvBias()
            ? Optional.of(
                new LayerWeights.QkvBias(
                    norm(layer, 9, query), norm(layer, 10, key), norm(layer, 11, key)))
            : Optional.empty(),
        config.family().qkNorm()
            ? Optional.of(
                new LayerWeights.HeadNorm(norm(layer, 12, headDim), norm(layer, 13, headDim)))
            : Optional.empty());
  }

  /** Values within 1/sqrt(cols), so that activations keep their size. */
  private Matrix matrix(int layer, int tensor, int rows, int cols) {
    float scale = (float) (1 / Math.sqrt(cols));
    long stream = stream(layer, tensor);
    if (bfloat16) {
      return Matrix.ofBfloat16(
          rows,
          cols,
          (row, target) -> {
            for (int col = 0; col < cols; col++) {
              float value = scale * unit(stream, (long) row * cols + col);
              target[col] = (short) (Float.floatToRawIntBits(value) >>> 16);
            }
          });
    }
    float[] values = new float[rows * cols];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * unit(stream, i);
    }
    return Matrix.ofFloats(rows, cols, values);
  }

  private Matrix norm(int layer, int tensor, int width) {
    long stream = stream(layer, tensor);
    float[] values = new float[width];
    for (int i = 0; i < width; i++) {
      values[i] = 1 + unit(stream, i) / 4;
    }
    return Matrix.ofFloats(1, width, values);
  }

  private long stream(int layer, int tensor) {
    return mix(seed * 31 + (layer + 1L) * 1000 + tensor);
  }

  /** Uniform in [-1, 1), a multiple of 2^-23. */
  private static float unit(long stream, long index) {
    return (mix(stream + index) >> 40) * 0x1.0p-23f;
  }

  private static long mix(long value) {
    long z = value * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
