package io.peerz.inference.engine.exact;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.model.ModelConfig;

/**
 * Causal grouped-query attention of a tile's rows over their caches.
 *
 * <p>Per query head: scores are dots of the query with the keys of the positions up to its own, of
 * all or of the last {@code window}, times 1/sqrt(headDim) or the model's own scale, softly capped
 * where the model says so; e = exp(score - max); the result is dot(e, values) / sum(e), both sums
 * in canonical order over positions counted from the first one seen. Each (row, kv head) is
 * computed by one thread.
 */
final class Attention {
  private final Kernels kernels;
  private final Team team;
  private final int kvHeads;
  private final int group;
  private final int headDim;
  private final float scale;
  private final float softcap;
  private final int maxPositions;
  private final float[][] scores;
  private final float[][] lanes;

  Attention(Kernels kernels, Team team, ModelConfig config, int maxPositions) {
    this.kernels = kernels;
    this.team = team;
    this.kvHeads = config.geometry().kvHeads();
    this.group = config.geometry().heads() / kvHeads;
    this.headDim = config.geometry().headDim();
    float divisor = config.variations().scoreDivisor();
    this.scale = Canon.inverseSqrt(divisor == 0 ? headDim : divisor);
    this.softcap = config.variations().scoreSoftcap();
    this.maxPositions = maxPositions;
    this.scores = new float[team.threads()][group * maxPositions];
    this.lanes = new float[team.threads()][Canon.LANES];
  }

  /** Writes the tile's new keys and values behind what the caches hold. */
  void store(Tile tile, int layer) {
    for (int row = 0; row < tile.count; row++) {
      KvCache cache = tile.caches[row];
      int position = tile.positions[row];
      float[] keys = cache.keys(layer);
      float[] values = cache.values(layer);
      int source = row * kvHeads * headDim;
      for (int head = 0; head < kvHeads; head++) {
        int target = (head * cache.capacity() + position) * headDim;
        System.arraycopy(tile.key, source + head * headDim, keys, target, headDim);
      }
      for (int i = 0; i < kvHeads * headDim; i++) {
        values[i * cache.capacity() + position] = tile.value[source + i];
      }
    }
  }

  /**
   * Fills {@code tile.mixed} from {@code tile.query} and the caches.
   *
   * @param window positions that a row sees, its own included
   */
  void mix(Tile tile, int layer, int window) {
    long macs = 2L * group * headDim * (tile.positions[tile.count - 1] + 1);
    team.run(
        tile.count * kvHeads,
        1,
        macs,
        (thread, from, to) -> {
          for (int i = from; i < to; i++) {
            mixHead(tile, layer, window, i / kvHeads, i % kvHeads, thread);
          }
        });
  }

  private void mixHead(Tile tile, int layer, int window, int row, int kvHead, int thread) {
    KvCache cache = tile.caches[row];
    int length = Math.min(window, tile.positions[row] + 1);
    int first = tile.positions[row] + 1 - length;
    int capacity = cache.capacity();
    int queryOffset = (row * kvHeads + kvHead) * group * headDim;
    float[] e = scores[thread];

    Rows queries = new Rows(tile.query, queryOffset, headDim);
    Rows keys = new Rows(cache.keys(layer), (kvHead * capacity + first) * headDim, headDim);
    Rows weights = new Rows(e, 0, maxPositions);
    kernels.multiply(queries, group, keys, headDim, 0, length, weights);

    float[] sums = new float[group];
    for (int head = 0; head < group; head++) {
      sums[head] = exponentials(e, head * maxPositions, length, lanes[thread]);
    }
    Rows values = new Rows(cache.values(layer), kvHead * headDim * capacity + first, capacity);
    Rows out = new Rows(tile.mixed, queryOffset, headDim);
    kernels.multiply(weights, group, values, length, 0, headDim, out);
    for (int head = 0; head < group; head++) {
      divide(tile.mixed, queryOffset + head * headDim, sums[head]);
    }
  }

  /** Turns raw scores into e = exp(score * scale - max) and returns their sum. */
  private float exponentials(float[] e, int offset, int length, float[] scratch) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + length; i++) {
      e[i] = Canon.softcap(e[i] * scale, softcap);
      max = e[i] > max ? e[i] : max;
    }
    kernels.exponentials(e, offset, offset + length, max);
    return Canon.sum(e, offset, length, scratch);
  }

  private void divide(float[] x, int offset, float divisor) {
    for (int i = offset; i < offset + headDim; i++) {
      x[i] /= divisor;
    }
  }
}
