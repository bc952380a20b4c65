package io.peerz.inference.weights;

import com.google.protobuf.ByteString;
import io.peerz.inference.model.ModelConfig;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.id.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The digest of a model's weights and configuration: a tree of trees, so that one row can be proved
 * alone.
 *
 * <pre>
 * rows   = {@link RowHashes} of the tensor as stored; a vector is one row
 * tensor = sha256(name ‖ 0 ‖ dtype ‖ 0 ‖ dimension, … ‖ 0 ‖ root of rows)       dimensions in decimal
 * part   = RowTree(tensor digests in the plan's order)
 * edges  = RowTree(sha256({@link CanonicalConfig}), embedding, final norm, head if untied)
 * root   = RowTree(edges, layer 0, layer 1, …)
 * </pre>
 *
 * SHA-256 reads the bytes because processors have instructions for it and a contract can check it.
 */
final class WeightsRoot {
  private final MappedTensors tensors;
  private final ModelConfig config;
  private final String configuration;
  private final Optional<ModelParts> known;

  /**
   * @param configuration the {@link CanonicalConfig}
   * @param known digests of all parts, where some of them are not here
   */
  WeightsRoot(
      MappedTensors tensors,
      ModelConfig config,
      String configuration,
      Optional<ModelParts> known) {
    this.tensors = tensors;
    this.config = config;
    this.configuration = configuration;
    this.known = known;
  }

  /** Reads all tensors that are here, which must be what the known digests say. */
  ModelParts parts() {
    List<Digest> edges = new ArrayList<>();
    edges.add(Digest.of(CanonicalConfig.hash(configuration)));
    for (String name : TensorPlan.edges(config).keySet()) {
      edges.add(tensors.holds(name) ? Digest.of(tensor(name)) : elsewhere().edges().get(edges.size()));
    }
    List<Digest> layers = new ArrayList<>();
    for (int layer = 0; layer < config.geometry().layers(); layer++) {
      layers.add(
          tensors.holds(layer)
              ? RowTree.rootOf(layerTensors(layer))
              : elsewhere().layers().get(layer));
    }
    ModelParts parts = new ModelParts(edges, layers);
    if (known.isPresent() && !known.get().sameWeights(parts)) {
      throw Checkpoints.bad("a part is not what " + ModelParts.FILE + " says; fetch it again.");
    }
    return parts;
  }

  private ModelParts elsewhere() {
    ModelParts parts = known.orElseThrow();
    int edges = 1 + TensorPlan.edges(config).size();
    if (parts.edges().size() != edges || parts.layers().size() != config.geometry().layers()) {
      throw Checkpoints.bad(ModelParts.FILE + " is of another model than config.json");
    }
    return parts;
  }

  private List<byte[]> layerTensors(int layer) {
    return TensorPlan.layer(config, layer).keySet().stream().map(this::tensor).toList();
  }

  private byte[] tensor(String name) {
    TensorEntry entry = tensors.entry(name);
    String dimensions = String.join(",", entry.shape().stream().map(String::valueOf).toList());
    String prefix = name + '\0' + entry.type() + '\0' + dimensions + '\0';
    return Sha256.hash(prefix.getBytes(StandardCharsets.UTF_8), rows(name).root());
  }

  private RowHashes rows(String name) {
    TensorEntry entry = tensors.entry(name);
    int rows = entry.shape().size() == 1 ? 1 : Math.toIntExact(entry.shape().getFirst());
    return RowHashes.of(tensors.segment(name).asSlice(entry.offset(), entry.length()), rows);
  }

  /** Shows that a row of a matrix of a layer is part of the root. */
  WeightProof prove(int layer, String suffix, int row) {
    String name = TensorPlan.name(layer, suffix);
    List<String> names = List.copyOf(TensorPlan.layer(config, layer).keySet());
    List<byte[]> digests = layerTensors(layer);
    TensorEntry entry = tensors.entry(name);
    long rowBytes = entry.length() / entry.shape().getFirst();
    ByteBuffer stored =
        tensors.segment(name).asSlice(entry.offset() + row * rowBytes, rowBytes).asByteBuffer();
    return new WeightProof(
        ByteString.copyFrom(stored),
        rows(name).pathTo(row),
        names.indexOf(name),
        names.size(),
        RowTree.pathTo(digests, names.indexOf(name)),
        parts().pathTo(layer));
  }
}
