package io.peerz.node.models;

import io.peerz.inference.weights.ModelParts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a holder says that it has of a model.
 *
 * @param parts the digests that make the model's id, so that none of them can be a lie
 * @param files each file's name and the root of its chunks
 */
record ModelListing(ModelParts parts, Map<String, Digest> files) {
  static final String EDGES = "edges.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  /** Two gigabytes of names would be a strange model. */
  private static final int MAX_FILES = 5_000;

  private static final String NAME =
      "config\\.json|tokenizer\\.json|tokenizer_config\\.json|generation_config\\.json"
          + "|chat_template\\.jinja|model\\.safetensors\\.index\\.json|edges\\.safetensors"
          + "|layer-\\d{4}\\.safetensors";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  ModelListing {
    files = Map.copyOf(files);
    Require.range(ErrorCode.PEER_MISBEHAVED, "files of a model", files.size(), 1, MAX_FILES);
    for (String name : files.keySet()) {
      Require.that(
          isName(name), ErrorCode.PEER_MISBEHAVED, "a listing names a file that no model has");
    }
  }

  static boolean isName(String file) {
    return file.matches(NAME);
  }

  static String layer(int layer) {
    return "layer-%04d.safetensors".formatted(layer);
  }

  /** Whether a file holds weights; the others are small and every holder needs them. */
  static boolean isWeights(String file) {
    return file.endsWith(".safetensors");
  }

  byte[] json() {
    Map<String, String> roots = new TreeMap<>();
    files.forEach((name, root) -> roots.put(name, root.hex()));
    return JSON.writeValueAsBytes(
        Map.of("parts", new String(parts.json(), StandardCharsets.UTF_8), "files", roots));
  }

  /** Reads a stranger's listing. */
  static ModelListing parse(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      Map<String, Digest> files = new TreeMap<>();
      for (Map.Entry<String, JsonNode> file : root.path("files").properties()) {
        files.put(file.getKey(), Digest.ofHex(file.getValue().asString("")));
      }
      String parts = root.path("parts").asString("");
      return new ModelListing(ModelParts.parse(parts.getBytes(StandardCharsets.UTF_8)), files);
    } catch (JacksonException | PeerzException e) {
      throw new PeerzException(
          ErrorCode.PEER_MISBEHAVED, "its listing cannot be read: " + e.getMessage(), e);
    }
  }
}
