package io.peerz.finetune.store;

import io.peerz.finetune.model.LlamaConfig;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HuggingFace's {@code config.json} of a Llama-family model. */
public final class LlamaConfigFile {
  private LlamaConfigFile() {}

  /** Refuses what this code does not compute: other families, scaled rotary positions, biases. */
  public static LlamaConfig parse(byte[] json) {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(json);
    } catch (JacksonException _) {
      throw bad("config.json is no JSON");
    }
    if (!root.path("model_type").asString("").equals("llama")) {
      throw bad("config.json: model_type is not 'llama'");
    }
    if (!root.path("rope_scaling").isNull() && !root.path("rope_scaling").isMissingNode()) {
      throw bad("config.json: scaled rotary positions are not supported");
    }
    int dim = size(root, "hidden_size");
    int heads = size(root, "num_attention_heads");
    return new LlamaConfig(
        size(root, "vocab_size"),
        dim,
        size(root, "num_hidden_layers"),
        heads,
        root.has("num_key_value_heads") ? size(root, "num_key_value_heads") : heads,
        root.has("head_dim") ? size(root, "head_dim") : dim / heads,
        size(root, "intermediate_size"),
        root.path("rope_theta").asDouble(10_000),
        root.path("rms_norm_eps").asDouble(1e-6),
        size(root, "max_position_embeddings"),
        root.path("tie_word_embeddings").asBoolean(false));
  }

  private static int size(JsonNode root, String name) {
    int value = root.path(name).asInt(0);
    if (value < 1) {
      throw bad("config.json: '" + name + "' must be a whole number above 0");
    }
    return value;
  }

  private static PeerzException bad(String message) {
    return new PeerzException(ErrorCode.BAD_CHECKPOINT, message);
  }
}
