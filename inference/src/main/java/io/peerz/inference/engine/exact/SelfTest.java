package io.peerz.inference.engine.exact;

import io.peerz.inference.engine.EngineConfig;
import io.peerz.inference.engine.Segment;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.RopeScaling;
import io.peerz.inference.weights.SeededWeights;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.util.List;

/**
 * Proves in some milliseconds that this JVM on this processor computes the canonical bits. A native
 * library that switched a thread to flush-to-zero, or a broken JIT, would otherwise make a node
 * sign receipts that nobody can reproduce.
 */
public final class SelfTest {
  private static final String GOLDEN = "0af3e683346486f6ccfa05a986948ad6";
  private static final int TOKENS = 20;
  private static final int BF16 = 1;

  private SelfTest() {}

  /** Throws a BUG error that names both hashes when the bits differ. */
  public static void run() {
    String actual = hash();
    if (!actual.equals(GOLDEN)) {
      throw new PeerzException(
          ErrorCode.BUG,
          "the engine's self-test gave "
              + actual
              + " instead of "
              + GOLDEN
              + "; this machine must not sign receipts. Try -D"
              + Lanes.PROPERTY
              + "=scalar and report the processor and the JVM.");
    }
  }

  static String hash() {
    Geometry geometry = new Geometry(1, 39, 2, 1, 18, 50, 41, BF16, 0);
    ModelConfig config =
        new ModelConfig(
            ModelFamily.LLAMA, geometry, 1e-5f, 10_000, new RopeScaling.None(), TOKENS, true);
    int[] tokens = new int[TOKENS];
    for (int i = 0; i < TOKENS; i++) {
      tokens[i] = (i * 7 + 3) % geometry.vocab();
    }
    try (ExactEngine engine =
        new ExactEngine(SeededWeights.of(config, 1, 0, 1), EngineConfig.defaults())) {
      float[] rows = engine.embed(tokens);
      engine.forward(List.of(new Segment(engine.openCache(TOKENS), rows, TOKENS)));
      return new BitHash().add(rows).add(engine.logits(rows, TOKENS - 1)).hex();
    }
  }
}
