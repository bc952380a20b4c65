package io.peerz.inference.weights;

import static io.peerz.inference.weights.Checkpoints.bad;

import io.peerz.inference.model.ModelConfig;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A low-rank adapter's part in the layers {@code [layerStart, layerEnd)}. It is applied beside the
 * base, which it does not change, so that one base serves many adapters.
 */
public record ShardAdapter(int layerStart, int layerEnd, List<LayerAdapter> layers) {
  private static final int MAX_RANK = 1024;

  public ShardAdapter {
    layers = List.copyOf(layers);
    if (layers.size() != layerEnd - layerStart) {
      throw new IllegalArgumentException("an adapter of " + layers.size() + " layers do not fit");
    }
  }

  /**
   * Takes an adapter's matrices by PEFT's names; refuses shapes that do not fit the base and values
   * that are not finite.
   *
   * @param scale alpha / rank
   * @param tensors the matrix of a name, empty where the adapter has none
   */
  public static ShardAdapter of(
      ModelConfig config,
      int layerStart,
      int layerEnd,
      double scale,
      Function<String, Optional<Matrix>> tensors) {
    if (!config.family().hasPlainProjections()) {
      throw bad("adapters of " + config.family().architecture() + " models are not served");
    }
    List<LayerAdapter> layers = new ArrayList<>();
    for (int layer = layerStart; layer < layerEnd; layer++) {
      Map<Projection, LowRank> parts = new EnumMap<>(Projection.class);
      for (Projection projection : Projection.values()) {
        Optional<Matrix> a = tensors.apply(projection.nameOfA(layer));
        Optional<Matrix> b = tensors.apply(projection.nameOfB(layer));
        if (a.isPresent() != b.isPresent()) {
          throw bad("adapter: " + projection.nameOfA(layer) + " and its lora_B belong together");
        }
        if (a.isPresent()) {
          requireFits(projection, layer, a.get(), b.orElseThrow(), config);
          parts.put(projection, new LowRank(a.get(), b.orElseThrow(), (float) scale));
        }
      }
      layers.add(new LayerAdapter(parts));
    }
    return new ShardAdapter(layerStart, layerEnd, layers);
  }

  private static void requireFits(
      Projection projection, int layer, Matrix a, Matrix b, ModelConfig config) {
    boolean fits =
        a.cols() == projection.inputs(config)
            && b.rows() == projection.outputs(config)
            && a.rows() == b.cols()
            && a.rows() <= MAX_RANK;
    if (!fits) {
      throw bad(
          "adapter: %s has shapes (%d, %d) and (%d, %d); it belongs to another base"
              .formatted(projection.nameOfA(layer), a.rows(), a.cols(), b.rows(), b.cols()));
    }
    requireFinite(a, projection.nameOfA(layer));
    requireFinite(b, projection.nameOfB(layer));
  }

  private static void requireFinite(Matrix matrix, String name) {
    for (float value : matrix.floats()) {
      if (!Float.isFinite(value)) {
        throw bad("adapter: " + name + " holds NaN or infinity");
      }
    }
  }
}
