package io.peerz.inference.engine.djl;

import static io.peerz.proof.error.ErrorCode.BAD_CONFIG;

import io.peerz.inference.model.Activation;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.Variations;
import io.peerz.proof.error.Require;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What the fast engine's graphs can compute. */
final class Served {
  private static final Set<ModelFamily> FAMILIES =
      EnumSet.of(
          ModelFamily.LLAMA,
          ModelFamily.MISTRAL,
          ModelFamily.QWEN2,
          ModelFamily.QWEN3,
          ModelFamily.PHI3);

  /** The runtime turns heads in pieces of that many elements. */
  private static final int HEAD_PIECE = 16;

  private Served() {}

  /** Refuses a model that needs another graph, with what to do instead. */
  static void require(ModelConfig config) {
    String name = config.family().architecture();
    Require.that(
        FAMILIES.contains(config.family()),
        BAD_CONFIG,
        "the fast engine does not serve " + name + "; " + known() + " Use --engine exact.");
    Require.that(
        !config.geometry().isExact(),
        BAD_CONFIG,
        "this model is registered with exact results, which the fast engine cannot promise; serve"
            + " it as the model of the fast arithmetic or use --engine exact.");
    Variations v = config.variations();
    boolean plain =
        v.activation() == Activation.SILU
            && v.scoreDivisor() == 0
            && v.scoreSoftcap() == 0
            && v.logitSoftcap() == 0
            && v.embeddingScale() == 1
            && v.windows().localRopeTheta() == 0
            && v.experts().isEmpty();
    Require.that(
        plain,
        BAD_CONFIG,
        "the fast engine does not serve this variation of " + name + "; use --engine exact.");
    Require.that(
        config.geometry().headDim() % HEAD_PIECE == 0,
        BAD_CONFIG,
        "the fast engine serves heads of a multiple of 16 elements, not "
            + config.geometry().headDim()
            + "; use --engine exact.");
  }

  private static String known() {
    return FAMILIES.stream()
        .map(ModelFamily::architecture)
        .collect(Collectors.joining(", ", "it serves ", "."));
  }
}
