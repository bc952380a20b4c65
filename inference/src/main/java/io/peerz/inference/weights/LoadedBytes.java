package io.peerz.inference.weights;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.Quantisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Bytes of a layer range in memory, told from shapes and types without reading any weight. */
final class LoadedBytes {
  private final TensorIndex index;
  private final ModelConfig config;
  private final Optional<Quantisation> rounding;

  LoadedBytes(TensorIndex index, ModelConfig config, Optional<Quantisation> rounding) {
    this.index = index;
    this.config = config;
    this.rounding = rounding;
  }

  long of(int layerStart, int layerEnd) {
    List<String> names = new ArrayList<>();
    for (int layer = layerStart; layer < layerEnd; layer++) {
      names.addAll(TensorPlan.layer(config, layer).keySet());
    }
    boolean last = layerEnd == config.geometry().layers();
    TensorPlan.edges(config).keySet().stream()
        .filter(
            name ->
                name.equals(TensorPlan.EMBEDDING)
                    ? layerStart == 0 || (last && config.tiedHead())
                    : last)
        .forEach(names::add);
    return names.stream().mapToLong(this::of).sum();
  }

  private long of(String name) {
    TensorEntry entry = index.get(name).entry();
    long elements = entry.shape().stream().reduce(1L, Math::multiplyExact);
    if (entry.shape().size() == 1) {
      return elements * Float.BYTES;
    }
    long stored =
        entry
            .type()
            .form()
            .map(form -> blocks(form, elements))
            .orElse(elements * (entry.type() == TensorType.BF16 ? Short.BYTES : Float.BYTES));
    return stored + rounding.map(form -> blocks(form, elements)).orElse(0L);
  }

  /** Whole numbers, and a float32 scale for each block. */
  private static long blocks(Quantisation form, long elements) {
    long numbers = form == Quantisation.Q8 ? elements : elements / 2;
    return numbers + Float.BYTES * elements / QuantBlocks.BLOCK;
  }
}
