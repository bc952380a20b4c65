package io.peerz.node.data;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Small records as JSON files: replaced as a whole, an unknown or missing field is an error. */
public final class JsonFiles {
  private static final int MAX_BYTES = 256 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private JsonFiles() {}

  public static void write(Path file, Object value) {
    SecretFiles.write(file, JSON.writeValueAsString(value) + "\n");
  }

  /** A file that is not there is fine. */
  public static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot remove %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  public static <T> T read(Path file, Class<T> type) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw damaged(file, "it is too large", null);
      }
      return JSON.readValue(Files.readString(file), type);
    } catch (JacksonException e) {
      throw damaged(file, reasonOf(e), e);
    } catch (IOException e) {
      throw new PeerzException(
          ErrorCode.IO, "cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** A record that refuses its values says why better than the parser around it. */
  private static String reasonOf(JacksonException e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof PeerzException) {
        return at.getMessage();
      }
    }
    String field = e.getPathReference();
    return field.isEmpty()
        ? e.getOriginalMessage()
        : "%s: %s".formatted(field.replaceAll(".*\\[\"|\"]", ""), e.getOriginalMessage());
  }

  private static PeerzException damaged(Path file, String why, Throwable cause) {
    return new PeerzException(
        ErrorCode.BAD_CONFIG,
        "%s cannot be used: %s; correct it or make it anew".formatted(file, why),
        cause);
  }
}
