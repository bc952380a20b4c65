package io.peerz.inference.weights;

import io.peerz.proof.commit.RowTree;
import io.peerz.proof.id.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The digests that a model's weights root is made of. With them a folder that holds some layers only
 * knows the whole model's id, and each layer can be checked alone. See {@link WeightsRoot}.
 *
 * @param edges of what lies outside of the layers, the configuration first
 * @param layers one for each layer
 */
public record ModelParts(List<Digest> edges, List<Digest> layers) {
  /** In a folder that holds some layers only. */
  public static final String FILE = "parts.json";

  private static final int MAX_LAYERS = 4096;
  private static final int MAX_EDGES = 8;
  private static final long MAX_BYTES = 1L << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public ModelParts {
    edges = List.copyOf(edges);
    layers = List.copyOf(layers);
    if (edges.isEmpty() || edges.size() > MAX_EDGES) {
      throw Checkpoints.bad(FILE + " has " + edges.size() + " digests of edges");
    }
    if (layers.isEmpty() || layers.size() > MAX_LAYERS) {
      throw Checkpoints.bad(FILE + " has " + layers.size() + " digests of layers");
    }
  }

  public Digest weightsRoot() {
    return RowTree.rootOf(rows());
  }

  /** Whether all but the configuration is the same: what a model's ids in two arithmetics share. */
  boolean sameWeights(ModelParts other) {
    return layers.equals(other.layers)
        && edges.subList(1, edges.size()).equals(other.edges.subList(1, other.edges.size()));
  }

  /** From a layer's digest to the root. */
  List<Digest> pathTo(int layer) {
    return RowTree.pathTo(rows(), layer + 1);
  }

  private List<byte[]> rows() {
    Digest edge = RowTree.rootOf(edges.stream().map(Digest::bytes).toList());
    return Stream.concat(Stream.of(edge), layers.stream()).map(Digest::bytes).toList();
  }

  /** Of a folder that holds some layers only; empty for any other. */
  static Optional<ModelParts> of(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.exists(file)
        ? Optional.of(parse(Checkpoints.readSmall(file, MAX_BYTES)))
        : Optional.empty();
  }

  /** Reads what {@link #json} wrote; from a stranger. */
  public static ModelParts parse(byte[] json) {
    JsonNode root = Checkpoints.parseObject(json, FILE);
    return new ModelParts(digests(root.path("edges")), digests(root.path("layers")));
  }

  private static List<Digest> digests(JsonNode list) {
    List<Digest> digests = new ArrayList<>();
    for (JsonNode text : list) {
      if (!text.asString("").matches("0x[0-9a-f]{64}")) {
        throw Checkpoints.bad(FILE + " holds something that is no digest");
      }
      digests.add(Digest.ofHex(text.asString()));
    }
    return digests;
  }

  public byte[] json() {
    return JSON.writeValueAsBytes(Map.of("edges", hex(edges), "layers", hex(layers)));
  }

  private static List<String> hex(List<Digest> digests) {
    return digests.stream().map(Digest::hex).toList();
  }
}
