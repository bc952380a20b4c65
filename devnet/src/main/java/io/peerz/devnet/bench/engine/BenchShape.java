package io.peerz.devnet.bench.engine;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.RopeScaling;
import io.peerz.proof.cost.Geometry;

/**
 * A model's shape, to be filled with random weights.
 *
 * @param positions longest context that the model claims to be made for
 */
record BenchShape(String name, Geometry geometry, int positions) {
  private static final int BF16 = 1;
  private static final int POSITIONS = 8192 + 64;

  static BenchShape of(String name) {
    return switch (name) {
      // Llama-3.2-1B with a vocabulary of 32,000 and a head of its own.
      case "1b" -> shape(name, new Geometry(16, 2048, 32, 8, 64, 8192, 32_000, BF16, 0));
      case "small" -> shape(name, new Geometry(8, 1024, 16, 4, 64, 4096, 16_000, BF16, 0));
      default -> throw new IllegalArgumentException("no such shape: " + name + "; use 1b or small");
    };
  }

  private static BenchShape shape(String name, Geometry geometry) {
    return new BenchShape(name, geometry, POSITIONS);
  }

  /** The same model cut behind its first layers. */
  BenchShape withLayers(int layers) {
    Geometry g = geometry;
    return new BenchShape(
        name,
        new Geometry(
            layers,
            g.dModel(),
            g.heads(),
            g.kvHeads(),
            g.headDim(),
            g.dFf(),
            g.vocab(),
            g.weightDtype(),
            g.profile()),
        positions);
  }

  ModelConfig config() {
    return new ModelConfig(
        ModelFamily.LLAMA, geometry, 1e-5f, 500_000, new RopeScaling.None(), positions, false);
  }

  /** Weights that one decoded token multiplies by: all matrices but the embedding. */
  long weightsPerToken() {
    Geometry g = geometry;
    long query = (long) g.heads() * g.headDim();
    long key = (long) g.kvHeads() * g.headDim();
    long layer = g.dModel() * (2 * query + 2 * key + 3L * g.dFf());
    return g.layers() * layer + (long) g.vocab() * g.dModel();
  }
}
