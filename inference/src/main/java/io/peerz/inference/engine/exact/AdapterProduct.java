package io.peerz.inference.engine.exact;

import io.peerz.inference.weights.LowRank;
import io.peerz.inference.weights.Projection;
import io.peerz.inference.weights.ShardAdapter;
import java.util.Objects;

/**
 * Adds adapters to the product of one linear map: y = fma(scale, B (A x), y), both products in the
 * canonical order. Neighbouring rows with the same adapter go through together; a row without one
 * stays as it is.
 */
final class AdapterProduct {
  private final Products products;

  AdapterProduct(Products products) {
    this.products = products;
  }

  /** Bends {@code y}, the product of {@code x}; {@code layer} counts from the shard's first. */
  void add(Tile tile, int layer, Projection projection, float[] x, float[] y) {
    for (int from = 0; from < tile.count; ) {
      ShardAdapter adapter = tile.adapters[from];
      int to = from + 1;
      while (to < tile.count && Objects.equals(tile.adapters[to], adapter)) {
        to++;
      }
      if (adapter != null) {
        int first = from;
        int count = to - from;
        adapter
            .layers()
            .get(layer)
            .of(projection)
            .ifPresent(
                part ->
                    add(
                        part,
                        new Rows(x, first * part.a().cols(), part.a().cols()),
                        count,
                        new Rows(y, first * part.b().rows(), part.b().rows())));
      }
      from = to;
    }
  }

  private void add(LowRank part, Rows x, int count, Rows y) {
    int rank = part.a().rows();
    int width = part.b().rows();
    Rows narrow = new Rows(new float[count * rank], 0, rank);
    Rows bend = new Rows(new float[count * width], 0, width);
    products.multiply(x, count, part.a(), narrow);
    products.multiply(narrow, count, part.b(), bend);
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < width; i++) {
        int at = y.at(row) + i;
        y.data[at] = Math.fma(part.scale(), bend.data[bend.at(row) + i], y.data[at]);
      }
    }
  }
}
