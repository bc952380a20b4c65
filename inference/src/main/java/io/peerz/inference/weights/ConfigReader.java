package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.Quantisation;
import io.peerz.inference.model.Variations;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.PeerzException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Reads HuggingFace's config.json; what would change the arithmetic and is not served is refused.
 */
final class ConfigReader {
  private static final int EXACT_PROFILE = 0;

  /** Our own key: the matrices are rounded to this form when they are loaded. */
  static final String QUANTISATION = "peerz_quantisation";

  private final ConfigJson config;

  private ConfigReader(ConfigJson config) {
    this.config = config;
  }

  static ModelConfig read(byte[] json, TensorType weightType) {
    ConfigReader reader =
        new ConfigReader(new ConfigJson(Checkpoints.parseObject(json, "config.json")));
    try {
      return reader.config(weightType);
    } catch (PeerzException e) {
      throw e.getMessage().startsWith("config.json")
          ? e
          : bad("config.json does not describe a model: " + e.getMessage(), e);
    }
  }

  /** How the folder's matrices are rounded when they are loaded. */
  static Optional<Quantisation> quantisation(byte[] json) {
    JsonNode value = Checkpoints.parseObject(json, "config.json").path(QUANTISATION);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    String label = value.asString("");
    return Optional.of(
        Quantisation.of(label)
            .orElseThrow(() -> bad("config.json: " + QUANTISATION + " is not q8 or q4")));
  }

  private ModelConfig config(TensorType weightType) {
    ModelFamily family = family();
    requireServed(family);
    Variations variations = new VariationsReader(config, family).read();
    RopeReader rope = new RopeReader(config);
    int heads = config.integer("num_attention_heads");
    int width = config.integer("hidden_size");
    if (heads < 1 || (!config.root().has("head_dim") && width % heads != 0)) {
      throw bad("config.json: hidden_size " + width + " cannot be cut into " + heads + " heads");
    }
    Geometry geometry =
        new Geometry(
            config.integer("num_hidden_layers"),
            width,
            heads,
            config.integer("num_key_value_heads", heads),
            config.integer("head_dim", width / heads),
            innerWidth(variations),
            config.integer("vocab_size"),
            weightType.code(),
            EXACT_PROFILE);
    return new ModelConfig(
        family,
        geometry,
        (float) config.number("rms_norm_eps", 1e-6),
        rope.theta(),
        rope.scaling(),
        config.integer("max_position_embeddings"),
        config.root().path("tie_word_embeddings").asBoolean(isGemma(family)),
        variations);
  }

  /** Of a mixture of experts: what one row passes through. */
  private int innerWidth(Variations variations) {
    return variations
        .experts()
        .map(experts -> Math.multiplyExact(experts.perToken(), experts.innerWidth()))
        .orElseGet(() -> config.integer("intermediate_size"));
  }

  private static boolean isGemma(ModelFamily family) {
    return family == ModelFamily.GEMMA2 || family == ModelFamily.GEMMA3;
  }

  private ModelFamily family() {
    JsonNode first = config.root().path("architectures").path(0);
    String name = first.isString() ? first.stringValue() : "(none)";
    return Arrays.stream(ModelFamily.values())
        .filter(family -> family.architecture().equals(name))
        .findFirst()
        .orElseThrow(() -> bad("config.json: architecture " + name + " is unknown; " + known()));
  }

  private static String known() {
    return Arrays.stream(ModelFamily.values())
        .map(ModelFamily::architecture)
        .collect(Collectors.joining(", ", "served are ", "."));
  }

  private void requireServed(ModelFamily family) {
    String served = isGemma(family) ? "gelu_pytorch_tanh" : "silu";
    String older = config.root().path("hidden_act").asString(served);
    if (!config.root().path("hidden_activation").asString(older).equals(served)) {
      throw bad("config.json: a hidden_act other than " + served + " is not served");
    }
    if (config.flag("attention_bias") || config.flag("mlp_bias")) {
      throw bad("config.json: attention_bias and mlp_bias are not served");
    }
    if (!config.root().path("quantization_config").isMissingNode()) {
      throw bad("config.json: pre-quantised checkpoints are not served");
    }
  }
}
