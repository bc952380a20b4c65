package io.peerz.inference.weights;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Small helpers that every reader of checkpoint files needs. */
final class Checkpoints {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private Checkpoints() {}

  static PeerzException bad(String message) {
    return new PeerzException(ErrorCode.BAD_CHECKPOINT, message);
  }

  static PeerzException bad(String message, Throwable cause) {
    return new PeerzException(ErrorCode.BAD_CHECKPOINT, message, cause);
  }

  /** Parses a JSON object; duplicate keys and trailing garbage are refused. */
  static JsonNode parseObject(byte[] json, String what) {
    JsonNode node;
    try {
      node = JSON.readTree(new String(json, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw bad(what + " is not valid JSON: " + e.getOriginalMessage(), e);
    }
    if (node == null || !node.isObject()) {
      throw bad(what + " is not a JSON object");
    }
    return node;
  }

  /** Reads a whole file that must exist and be no longer than the limit. */
  static byte[] readSmall(Path file, long limitBytes) {
    try {
      if (!Files.isRegularFile(file)) {
        throw bad(file + " is missing; a HuggingFace model folder holds it.");
      }
      long size = Files.size(file);
      if (size > limitBytes) {
        throw bad(file + " has " + size + " bytes; at most " + limitBytes + " are read.");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new PeerzException(ErrorCode.IO, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
