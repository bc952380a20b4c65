package io.peerz.devnet.drill;

import io.peerz.inference.cache.KvCache;
import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.engine.exact.ExactEngine;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.proof.commit.RowTree;
import java.util.ArrayList;
import java.util.List;

/** Ways to hand out rows without doing the work of layers 0:2 with the registered weights. */
public enum Cheat {
  NONE("honest"),
  LAZY("lazy: hands on its input"),
  WRONG_QUANTISATION("eight-bit weights for sixteen-bit ones"),
  SKIPPED_LAYER("leaves out the first layer"),
  EARLY_EXIT("stops after the first layer"),
  CACHED_OUTPUT("repeats the rows of its first chunk");

  private final String words;

  Cheat(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /** The engine that this node really runs; the lazy one runs none. */
  public ExactEngine engine(ModelFolder model) {
    return switch (this) {
      case WRONG_QUANTISATION -> engine(model.rounded(Quantisation.Q8), 0, 2);
      case SKIPPED_LAYER -> engine(model, 1, 2);
      case EARLY_EXIT -> engine(model, 0, 1);
      case NONE, LAZY, CACHED_OUTPUT -> engine(model, 0, 2);
    };
  }

  private static ExactEngine engine(ModelFolder model, int layerStart, int layerEnd) {
    return new ExactEngine(
        model.loadLayers(layerStart, layerEnd), new EngineConfig(1, 64L << 20, 512));
  }

  /**
   * Output rows of the positions from {@code from} on.
   *
   * @param embedder holds layer 0, for engines that do not
   * @param tokens of the whole session
   */
  public List<byte[]> outputs(ExactEngine engine, ExactEngine embedder, int[] tokens, int from) {
    float[] rows = embedder.embed(tokens);
    if (this != LAZY) {
      try (KvCache cache = engine.openCache(tokens.length)) {
        engine.forward(List.of(new Segment(cache, rows, tokens.length)));
      }
    }
    int first = this == CACHED_OUTPUT ? 0 : from;
    int width = embedder.geometry().dModel();
    List<byte[]> chunk = new ArrayList<>();
    for (int position = first; position < first + tokens.length - from; position++) {
      chunk.add(RowTree.rowOf(rows, position * width, width));
    }
    return chunk;
  }
}
