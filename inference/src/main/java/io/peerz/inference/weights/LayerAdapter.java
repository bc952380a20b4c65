package io.peerz.inference.weights;

import java.util.Map;
import java.util.Optional;

/** An adapter's part in one block; maps that it leaves alone are absent. */
public record LayerAdapter(Map<Projection, LowRank> parts) {
  public LayerAdapter {
    parts = Map.copyOf(parts);
  }

  public Optional<LowRank> of(Projection projection) {
    return Optional.ofNullable(parts.get(projection));
  }
}
