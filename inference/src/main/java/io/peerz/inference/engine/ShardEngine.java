package io.peerz.inference.engine;

import io.peerz.inference.cache.KvCache;
import io.peerz.proof.cost.Geometry;
import java.util.List;

/**
 * Computes the layers {@code [layerStart, layerEnd)} of a model, with the embedding in front when
 * the shard begins the model and the head behind when it ends it.
 *
 * <p>All methods block and compute; call them from the engine's own thread, never from an event
 * loop. {@link #openCache} may be called from any thread; the computing methods take turns.
 */
public interface ShardEngine extends AutoCloseable {
  Geometry geometry();

  int layerStart();

  int layerEnd();

  default boolean hasEmbedding() {
    return layerStart() == 0;
  }

  default boolean hasHead() {
    return layerEnd() == geometry().layers();
  }

  /** The longest context, prompt and answer together. */
  int maxPositions();

  /** Throws a RESOURCE error when the byte budget of all caches is spent. */
  KvCache openCache(int maxPositions);

  /** Part of that budget in use, 0 to 1; 0 where an engine does not tell. */
  default double cacheUsage() {
    return 0;
  }

  /** Returns (tokens, dModel); refuses ids outside the vocabulary. */
  float[] embed(int[] tokens);

  /**
   * Appends each segment's rows to its cache and replaces them by the output of the shard's last
   * layer. A segment's result depends on its own rows and cache only, never on its neighbours. On
   * an error no cache has grown; the rows are then undefined.
   */
  void forward(List<Segment> batch);

  /** Final norm and head of one row; the result has one logit per vocabulary entry. */
  float[] logits(float[] rows, int row);

  /** The same for the given rows, reading the head's weights once for all of them. */
  List<float[]> logits(float[] rows, int[] rowIndexes);

  @Override
  void close();
}
