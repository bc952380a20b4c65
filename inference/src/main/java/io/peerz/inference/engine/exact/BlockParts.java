package io.peerz.inference.engine.exact;

import io.peerz.inference.model.ModelConfig;
import java.util.Optional;

/** What the blocks of an engine share, with the buffers in it: one block computes at a time. */
record BlockParts(
    Products products,
    AdapterProduct adapters,
    Attention attention,
    Rope rope,
    Gate gate,
    Optional<ExpertMixture> mixture) {

  static BlockParts of(ModelConfig config, Kernels kernels, Team team, int maxPositions) {
    Products products = new Products(kernels, team);
    Gate gate = new Gate(config.variations().activation(), kernels, team);
    return new BlockParts(
        products,
        new AdapterProduct(products),
        new Attention(kernels, team, config, maxPositions),
        Rope.of(config),
        gate,
        config
            .variations()
            .experts()
            .map(experts -> new ExpertMixture(config, experts, products, gate)));
  }
}
