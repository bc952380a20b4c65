package io.peerz.inference.weights;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.Quantisation;
import java.util.List;
import java.util.Optional;

/**
 * The weights of the layers {@code [layerStart, layerEnd)}, in memory.
 *
 * @param embedding present when the shard begins the model
 * @param head final norm and head matrix, present when the shard ends the model
 */
public record ShardWeights(
    ModelConfig config,
    int layerStart,
    int layerEnd,
    Optional<Matrix> embedding,
    List<LayerWeights> layers,
    Optional<Head> head) {

  /** The end of the model: (1, dModel) norm weights and the (vocab, dModel) head. */
  public record Head(Matrix norm, Matrix matrix) {}

  /**
   * The same shard with every matrix rounded by blocks, which is another model with an arithmetic
   * and an id of its own. Norm weights and biases stay float32.
   */
  public ShardWeights rounded(Quantisation form) {
    Optional<Matrix> table = embedding.map(matrix -> matrix.rounded(form));
    boolean shared = head.isPresent() && embedding.equals(head.map(Head::matrix));
    Optional<Head> end =
        head.map(h -> new Head(h.norm(), shared ? table.orElseThrow() : h.matrix().rounded(form)));
    return new ShardWeights(
        config.rounded(form),
        layerStart,
        layerEnd,
        table,
        layers.stream().map(layer -> layer.rounded(form)).toList(),
        end);
  }

  /** One of the layers, with the model's end that it touches. */
  public ShardWeights layer(int layer) {
    return new ShardWeights(
        config,
        layer,
        layer + 1,
        layer == 0 ? embedding : Optional.empty(),
        List.of(layers.get(layer - layerStart)),
        layer + 1 == config.geometry().layers() ? head : Optional.empty());
  }

  public ShardWeights {
    layers = List.copyOf(layers);
    if (layerStart < 0 || layerEnd > config.geometry().layers() || layerStart >= layerEnd) {
      throw new IllegalArgumentException("no such layer range: " + layerStart + ".." + layerEnd);
    }
    if (layers.size() != layerEnd - layerStart) {
      throw new IllegalArgumentException("weights of " + layers.size() + " layers do not fit");
    }
    if (embedding.isPresent() != (layerStart == 0)
        || head.isPresent() != (layerEnd == config.geometry().layers())) {
      throw new IllegalArgumentException("embedding and head belong to the ends of the model");
    }
  }
}
