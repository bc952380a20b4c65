package io.peerz.inference.engine.exact;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.inference.weights.ShardAdapter;
import java.util.Optional;

/** Prints the hash of a fixed computation; run in JVMs with other widths and compilers. */
final class GoldenProbe {
  private GoldenProbe() {}

  public static void main(String[] args) {
    System.out.println(hash(ModelFamily.LLAMA, Models.BF16, 1));
    System.out.println(hash(ModelFamily.QWEN3, Models.F32, 2));
    System.out.println(SelfTest.hash());
    System.out.println(hashOf(Quantisation.Q8));
    System.out.println(hashOf(Quantisation.Q4));
    System.out.println(hashOfAdapter());
  }

  static String hash(ModelFamily family, int weightType, int threads) {
    ModelConfig config = Models.tiny(family, weightType, family == ModelFamily.LLAMA);
    int[] tokens = Runs.tokens(40, 3, config.geometry().vocab());
    try (ExactEngine engine =
        new ExactEngine(
            SeededWeights.of(config, 42, 0, 4), EngineConfig.defaults().withThreads(threads))) {
      float[] rows = Runs.inChunks(engine, tokens, 23);
      return new BitHash().add(rows).add(engine.logits(rows, 39)).hex();
    }
  }

  static String hashOfAdapter() {
    ModelConfig config = Models.tiny(ModelFamily.LLAMA, Models.BF16, true);
    int[] tokens = Runs.tokens(40, 3, config.geometry().vocab());
    Optional<ShardAdapter> adapter = Optional.of(SeededAdapter.of(config, 5, 0, 4));
    try (ExactEngine engine =
        new ExactEngine(SeededWeights.of(config, 42, 0, 4), EngineConfig.defaults())) {
      return new BitHash().add(Runs.inChunks(engine, tokens, 23, adapter)).hex();
    }
  }

  static String hashOf(Quantisation form) {
    ModelConfig config = Models.tiny(ModelFamily.LLAMA, Models.BF16, true);
    int[] tokens = Runs.tokens(40, 3, config.geometry().vocab());
    try (ExactEngine engine =
        new ExactEngine(
            SeededWeights.of(config, 42, 0, 4).rounded(form), EngineConfig.defaults())) {
      return new BitHash().add(Runs.inChunks(engine, tokens, 23)).hex();
    }
  }
}
