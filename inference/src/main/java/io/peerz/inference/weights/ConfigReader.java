package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.RopeScaling;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.error.PeerzException;
import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Reads HuggingFace's config.json; what would change the arithmetic and is not served is refused.
 */
final class ConfigReader {
  private static final int EXACT_PROFILE = 0;

  private final JsonNode root;

  private ConfigReader(JsonNode root) {
    this.root = root;
  }

  static ModelConfig read(byte[] json, TensorType weightType) {
    ConfigReader reader = new ConfigReader(Checkpoints.parseObject(json, "config.json"));
    try {
      return reader.config(weightType);
    } catch (PeerzException e) {
      throw e.getMessage().startsWith("config.json")
          ? e
          : bad("config.json does not describe a model: " + e.getMessage(), e);
    }
  }

  private ModelConfig config(TensorType weightType) {
    ModelFamily family = family();
    requireServed();
    int heads = integer("num_attention_heads");
    int width = integer("hidden_size");
    if (heads < 1 || (!root.has("head_dim") && width % heads != 0)) {
      throw bad("config.json: hidden_size " + width + " cannot be cut into " + heads + " heads");
    }
    Geometry geometry =
        new Geometry(
            integer("num_hidden_layers"),
            width,
            heads,
            integer("num_key_value_heads", heads),
            integer("head_dim", width / heads),
            integer("intermediate_size"),
            integer("vocab_size"),
            weightType.code(),
            EXACT_PROFILE);
    return new ModelConfig(
        family,
        geometry,
        (float) number(root, "rms_norm_eps", 1e-6),
        number(rope(), "rope_theta", number(root, "rope_theta", 10_000)),
        scaling(),
        integer("max_position_embeddings"),
        root.path("tie_word_embeddings").asBoolean(false));
  }

  private ModelFamily family() {
    JsonNode first = root.path("architectures").path(0);
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

  private void requireServed() {
    if (!root.path("hidden_act").asString("silu").equals("silu")) {
      throw bad("config.json: hidden_act other than silu is not served");
    }
    if (root.path("attention_bias").asBoolean(false) || root.path("mlp_bias").asBoolean(false)) {
      throw bad("config.json: attention_bias and mlp_bias are not served");
    }
    if (root.path("use_sliding_window").asBoolean(false)) {
      throw bad("config.json: use_sliding_window is not served");
    }
    int window = integer("sliding_window", Integer.MAX_VALUE);
    boolean used = family() == ModelFamily.MISTRAL;
    if (used && window < integer("max_position_embeddings")) {
      throw bad("config.json: a sliding_window below max_position_embeddings is not served");
    }
    if (!root.path("quantization_config").isMissingNode()) {
      throw bad("config.json: pre-quantised checkpoints are not served");
    }
  }

  /** Older files spread the rope settings over two places, newer ones keep them in one object. */
  private JsonNode rope() {
    JsonNode parameters = root.path("rope_parameters");
    return parameters.isObject() ? parameters : root.path("rope_scaling");
  }

  private RopeScaling scaling() {
    JsonNode rope = rope();
    String type = rope.path("rope_type").asString(rope.path("type").asString("default"));
    return switch (type) {
      case "default" -> new RopeScaling.None();
      case "linear" -> new RopeScaling.Linear(positive(rope, "factor"));
      case "llama3" ->
          new RopeScaling.Llama3(
              positive(rope, "factor"),
              positive(rope, "low_freq_factor"),
              positive(rope, "high_freq_factor"),
              (int) positive(rope, "original_max_position_embeddings"));
      default -> throw bad("config.json: rope scaling " + type + " is not served");
    };
  }

  private static double positive(JsonNode node, String key) {
    double value = number(node, key, -1);
    if (!(value > 0 && value < 1e9)) {
      throw bad("config.json: " + key + " of the rope scaling is missing or not positive");
    }
    return value;
  }

  private static double number(JsonNode node, String key, double otherwise) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isNumber()) {
      throw bad("config.json: " + key + " is not a number");
    }
    return value.doubleValue();
  }

  private int integer(String key) {
    JsonNode value = root.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw bad("config.json: " + key + " is missing or not a whole number");
    }
    return value.intValue();
  }

  private int integer(String key, int otherwise) {
    JsonNode value = root.path(key);
    return value.isMissingNode() || value.isNull() ? otherwise : integer(key);
  }
}
