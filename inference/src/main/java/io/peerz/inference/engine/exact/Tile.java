package io.peerz.inference.engine.exact;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.weights.ShardAdapter;

/**
 * Up to {@link #ROWS} rows that pass through the layers together, each with its own cache and
 * position, and the buffers they need on the way.
 */
final class Tile {
  /** Enough to make the arithmetic, not the reading of weights, the limit. */
  static final int ROWS = 64;

  final float[] hidden;
  final float[] normed;
  final float[] query;
  final float[] key;
  final float[] value;
  final float[] mixed;
  final float[] delta;
  final float[] gate;
  final float[] up;
  final float[] angles;

  /** Of layers with a rotary base of their own. */
  final float[] localAngles;

  final KvCache[] caches = new KvCache[ROWS];
  final int[] positions = new int[ROWS];

  /** Null for a row of the base alone. */
  final ShardAdapter[] adapters = new ShardAdapter[ROWS];

  int count;

  Tile(io.peerz.inference.model.ModelConfig config) {
    var geometry = config.geometry();
    hidden = new float[ROWS * geometry.dModel()];
    normed = new float[ROWS * geometry.dModel()];
    delta = new float[ROWS * geometry.dModel()];
    query = new float[ROWS * config.queryWidth()];
    mixed = new float[ROWS * config.queryWidth()];
    key = new float[ROWS * config.keyWidth()];
    value = new float[ROWS * config.keyWidth()];
    gate = new float[ROWS * geometry.dFf()];
    up = new float[ROWS * geometry.dFf()];
    angles = new float[ROWS * geometry.headDim()];
    localAngles = new float[ROWS * geometry.headDim()];
  }
}
