package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import io.peerz.inference.model.ModelConfig;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** tokenizer.json as far as the manifest cares: its hash, and that its ids fit the vocabulary. */
final class TokenizerFile {
  private static final long MAX_BYTES = 64L << 20;

  private TokenizerFile() {}

  /** Keccak-256 of the file's bytes. */
  static Digest check(Path folder, ModelConfig config) {
    byte[] bytes = Checkpoints.readSmall(folder.resolve("tokenizer.json"), MAX_BYTES);
    JsonNode root = Checkpoints.parseObject(bytes, "tokenizer.json");
    JsonNode vocabulary = root.path("model").path("vocab");
    if (vocabulary.isEmpty()) {
      throw bad("tokenizer.json has no vocabulary");
    }
    if (vocabulary.isArray()) {
      requireBelow(vocabulary.size() - 1L, config);
    } else {
      vocabulary.forEach(id -> requireBelow(id.asLong(-1), config));
    }
    root.path("added_tokens").forEach(token -> requireBelow(token.path("id").asLong(-1), config));
    return Keccak.hash(bytes);
  }

  private static void requireBelow(long id, ModelConfig config) {
    int vocab = config.geometry().vocab();
    if (id < 0 || id >= vocab) {
      throw bad(
          "tokenizer.json disagrees with the model: token id "
              + id
              + " is outside the vocabulary of "
              + vocab
              + ".");
    }
  }
}
