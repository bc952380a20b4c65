package io.peerz.node.gateway;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tokens that end an answer: what generation_config.json says, else config.json. */
public final class StopTokens {
  private static final int MAX_BYTES = 1 << 20;
  private static final String FIELD = "eos_token_id";

  private StopTokens() {}

  public static Set<Integer> of(Path folder) {
    JsonNode generation = read(folder.resolve("generation_config.json")).path(FIELD);
    JsonNode node =
        generation.isMissingNode() ? read(folder.resolve("config.json")).path(FIELD) : generation;
    Set<Integer> tokens = new HashSet<>();
    if (node.isInt()) {
      tokens.add(node.intValue());
    }
    for (JsonNode one : node) {
      if (one.isInt()) {
        tokens.add(one.intValue());
      }
    }
    return Set.copyOf(tokens);
  }

  private static JsonNode read(Path file) {
    try {
      if (!Files.exists(file)) {
        return JsonMapper.shared().createObjectNode();
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new PeerzException(ErrorCode.BAD_CHECKPOINT, file + " is too large");
      }
      return JsonMapper.shared().readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw new PeerzException(ErrorCode.BAD_CHECKPOINT, file + " is not valid JSON", e);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
