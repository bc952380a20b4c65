package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import io.peerz.inference.model.RopeScaling;
import tools.jackson.databind.JsonNode;

/**
 * The rotary settings. Older files spread them over two places, newer ones keep them in one object,
 * which names the kinds of layers first where these differ.
 */
final class RopeReader {
  private static final String PARAMETERS = "rope_parameters";

  private final ConfigJson config;

  RopeReader(ConfigJson config) {
    this.config = config;
  }

  double theta() {
    return ConfigJson.number(settings(), "rope_theta", config.number("rope_theta", 10_000));
  }

  /** The base of sliding layers that have their own; 0 when they use the model's. */
  double localTheta() {
    JsonNode local = config.root().path(PARAMETERS).path("sliding_attention");
    return ConfigJson.number(local, "rope_theta", config.number("rope_local_base_freq", 0));
  }

  RopeScaling scaling() {
    JsonNode rope = settings();
    if (ConfigJson.number(rope, "partial_rotary_factor", 1) != 1
        || config.number("partial_rotary_factor", 1) != 1) {
      throw bad("config.json: a partial_rotary_factor other than 1 is not served");
    }
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

  private JsonNode settings() {
    JsonNode parameters = config.root().path(PARAMETERS);
    JsonNode full = parameters.path("full_attention");
    if (full.isObject()) {
      return full;
    }
    return parameters.isObject() ? parameters : config.root().path("rope_scaling");
  }

  private static double positive(JsonNode node, String key) {
    double value = ConfigJson.number(node, key, -1);
    if (!(value > 0 && value < 1e9)) {
      throw bad("config.json: " + key + " of the rope scaling is missing or not positive");
    }
    return value;
  }
}
