package io.peerz.inference.weights;

import io.peerz.inference.model.ModelConfig;
import io.peerz.proof.commit.RowTree;
import io.peerz.proof.id.Digest;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The digest of a model's weights: a tree of trees, so that one layer can be proved alone.
 *
 * <pre>
 * tensor = sha256(name ‖ 0 ‖ dtype ‖ 0 ‖ dimension, … ‖ 0 ‖ bytes as stored)    dimensions in decimal
 * part   = RowTree(tensor digests in the plan's order)
 * root   = RowTree(edges, layer 0, layer 1, …)          edges: embedding, final norm, head if untied
 * </pre>
 *
 * SHA-256 reads the bytes because processors have instructions for it and a contract can check it.
 */
final class WeightsRoot {
  private static final int CHUNK_BYTES = 1 << 20;

  private final MappedTensors tensors;
  private final ModelConfig config;

  WeightsRoot(MappedTensors tensors, ModelConfig config) {
    this.tensors = tensors;
    this.config = config;
  }

  Digest compute() {
    List<byte[]> parts = new ArrayList<>();
    parts.add(part(TensorPlan.edges(config).keySet()));
    for (int layer = 0; layer < config.geometry().layers(); layer++) {
      parts.add(part(TensorPlan.layer(config, layer).keySet()));
    }
    return RowTree.rootOf(parts);
  }

  private byte[] part(Collection<String> names) {
    return RowTree.rootOf(names.stream().map(this::tensor).toList()).bytes();
  }

  private byte[] tensor(String name) {
    TensorEntry entry = tensors.entry(name);
    MessageDigest sha = sha256();
    String dimensions = String.join(",", entry.shape().stream().map(String::valueOf).toList());
    String prefix = name + '\0' + entry.type() + '\0' + dimensions + '\0';
    sha.update(prefix.getBytes(StandardCharsets.UTF_8));
    MemorySegment file = tensors.segment(name);
    for (long at = 0; at < entry.length(); at += CHUNK_BYTES) {
      long length = Math.min(CHUNK_BYTES, entry.length() - at);
      sha.update(file.asSlice(entry.offset() + at, length).asByteBuffer());
    }
    return sha.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
