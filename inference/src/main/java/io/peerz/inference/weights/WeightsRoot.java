package io.peerz.inference.weights;

import com.google.protobuf.ByteString;
import io.peerz.inference.model.ModelConfig;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.id.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

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

  /**
   * @param configuration the {@link CanonicalConfig}
   */
  WeightsRoot(MappedTensors tensors, ModelConfig config, String configuration) {
    this.tensors = tensors;
    this.config = config;
    this.configuration = configuration;
  }

  Digest compute() {
    return RowTree.rootOf(parts());
  }

  private List<byte[]> parts() {
    List<byte[]> parts = new ArrayList<>();
    parts.add(edges());
    for (int layer = 0; layer < config.geometry().layers(); layer++) {
      parts.add(part(TensorPlan.layer(config, layer).keySet()));
    }
    return parts;
  }

  private byte[] edges() {
    List<byte[]> digests = new ArrayList<>();
    digests.add(CanonicalConfig.hash(configuration));
    TensorPlan.edges(config).keySet().forEach(name -> digests.add(tensor(name)));
    return RowTree.rootOf(digests).bytes();
  }

  private byte[] part(Collection<String> names) {
    return RowTree.rootOf(names.stream().map(this::tensor).toList()).bytes();
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
    List<byte[]> digests = names.stream().map(this::tensor).toList();
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
        RowTree.pathTo(parts(), layer + 1));
  }
}
