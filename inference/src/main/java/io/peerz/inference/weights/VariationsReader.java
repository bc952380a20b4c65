package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;
import static io.peerz.proof.error.ErrorCode.BAD_CHECKPOINT;

import io.peerz.inference.model.Activation;
import io.peerz.inference.model.Experts;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.Variations;
import io.peerz.inference.model.Windows;
import io.peerz.proof.error.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What config.json says beside Llama's settings. A key that a family's published files leave out
 * has the value that its own program gives it.
 */
final class VariationsReader {
  private static final float GEMMA_SCORE_DIVISOR = 256;
  private static final int GEMMA3_LOCAL_THETA = 10_000;

  private final ConfigJson config;
  private final ModelFamily family;

  VariationsReader(ConfigJson config, ModelFamily family) {
    this.config = config;
    this.family = family;
  }

  Variations read() {
    return switch (family) {
      case LLAMA -> Variations.NONE;
      case MISTRAL, PHI3, QWEN2, QWEN3 -> Variations.NONE.withWindows(windows(0));
      case QWEN3_MOE -> Variations.NONE.withWindows(windows(0)).withExperts(qwenExperts());
      case MIXTRAL -> Variations.NONE.withWindows(windows(0)).withExperts(mixtralExperts());
      case GEMMA2 ->
          gemma(softcap("attn_logit_softcapping", 50), softcap("final_logit_softcapping", 30), 0);
      case GEMMA3 ->
          gemma(
              softcap("attn_logit_softcapping", 0),
              softcap("final_logit_softcapping", 0),
              new RopeReader(config).localTheta());
    };
  }

  private Variations gemma(float scoreSoftcap, float logitSoftcap, double localTheta) {
    if (config.flag("use_bidirectional_attention")) {
      throw bad("config.json: use_bidirectional_attention is not served");
    }
    double local =
        family == ModelFamily.GEMMA3 && localTheta == 0 ? GEMMA3_LOCAL_THETA : localTheta;
    return new Variations(
        Activation.GELU_TANH,
        (float) config.number("query_pre_attn_scalar", GEMMA_SCORE_DIVISOR),
        scoreSoftcap,
        logitSoftcap,
        (float) Math.sqrt(config.integer("hidden_size")),
        windows(local),
        Optional.empty());
  }

  /** A cap that is null is no cap; one that is absent has the family's default. */
  private float softcap(String key, float otherwise) {
    return config.root().path(key).isNull() ? 0 : (float) config.number(key, otherwise);
  }

  private Windows windows(double localTheta) {
    int window = config.integer("sliding_window", Windows.ALL);
    boolean wholeContext = window >= config.integer("max_position_embeddings");
    if (!isSliding() || (wholeContext && localTheta == 0)) {
      return Windows.NONE;
    }
    if (window == Windows.ALL) {
      throw bad("config.json: sliding_window is missing");
    }
    List<Integer> ofLayers = new ArrayList<>();
    int layers = config.integer("num_hidden_layers");
    Require.range(BAD_CHECKPOINT, "num_hidden_layers", layers, 1, ModelConfig.MAX_LAYERS);
    for (int layer = 0; layer < layers; layer++) {
      ofLayers.add(isLocal(layer) ? window : Windows.ALL);
    }
    boolean any = ofLayers.stream().anyMatch(w -> w != Windows.ALL);
    return any ? new Windows(ofLayers, localTheta) : Windows.NONE;
  }

  private boolean isSliding() {
    return switch (family) {
      case QWEN2, QWEN3, QWEN3_MOE -> config.flag("use_sliding_window");
      default -> true;
    };
  }

  private boolean isLocal(int layer) {
    JsonNode types = config.root().path("layer_types");
    if (types.isArray()) {
      return switch (types.path(layer).asString("")) {
        case "sliding_attention" -> true;
        case "full_attention" -> false;
        default -> throw bad("config.json: layer_types of layer " + layer + " is not served");
      };
    }
    return switch (family) {
      case QWEN2, QWEN3, QWEN3_MOE -> layer >= config.integer("max_window_layers");
      case GEMMA2 -> layer % 2 == 0;
      case GEMMA3 -> (layer + 1) % Math.max(1, config.integer("sliding_window_pattern", 6)) != 0;
      default -> true;
    };
  }

  private Experts qwenExperts() {
    if (config.integer("decoder_sparse_step", 1) != 1
        || !config.root().path("mlp_only_layers").isEmpty()) {
      throw bad("config.json: layers without experts in a mixture of experts are not served");
    }
    return experts("num_experts", "moe_intermediate_size", config.flag("norm_topk_prob"));
  }

  private Experts mixtralExperts() {
    return experts("num_local_experts", "intermediate_size", true);
  }

  private Experts experts(String count, String innerWidth, boolean renormalised) {
    return new Experts(
        config.integer(count, config.integer("num_local_experts", 0)),
        config.integer("num_experts_per_tok"),
        config.integer(innerWidth),
        renormalised);
  }
}
