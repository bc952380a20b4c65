package io.peerz.inference.weights;

import io.peerz.inference.model.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The tokens that end an answer: eos_token_id of generation_config.json, else of config.json. */
final class StopTokens {
  private static final long MAX_BYTES = 1L << 20;
  private static final String KEY = "eos_token_id";

  private StopTokens() {}

  static Set<Integer> read(Path folder, ModelConfig config) {
    JsonNode ids = eos(folder, "generation_config.json");
    if (ids.isMissingNode() || ids.isNull()) {
      ids = eos(folder, "config.json");
    }
    Set<Integer> tokens = new TreeSet<>();
    if (ids.isArray()) {
      ids.forEach(id -> tokens.add(token(id, config)));
    } else if (!ids.isMissingNode() && !ids.isNull()) {
      tokens.add(token(ids, config));
    }
    return Set.copyOf(tokens);
  }

  private static JsonNode eos(Path folder, String name) {
    Path file = folder.resolve(name);
    byte[] json =
        Files.exists(file) ? Checkpoints.readSmall(file, MAX_BYTES) : new byte[] {'{', '}'};
    return Checkpoints.parseObject(json, name).path(KEY);
  }

  private static int token(JsonNode id, ModelConfig config) {
    int token = id.isIntegralNumber() && id.canConvertToInt() ? id.intValue() : -1;
    if (token < 0 || token >= config.geometry().vocab()) {
      throw Checkpoints.bad(KEY + " " + id + " is not a token of the vocabulary");
    }
    return token;
  }
}
