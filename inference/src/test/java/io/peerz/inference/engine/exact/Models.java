package io.peerz.inference.engine.exact;

import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.RopeScaling;
import io.peerz.proof.cost.Geometry;

/** Small model shapes with awkward sizes, so that every tail is exercised. */
final class Models {
  static final int F32 = 0;
  static final int BF16 = 1;

  private Models() {}

  static ModelConfig tiny(ModelFamily family, int weightType, boolean tied) {
    Geometry geometry = new Geometry(4, 52, 4, 2, 22, 75, 67, weightType, 0);
    return new ModelConfig(family, geometry, 1e-5f, 10_000, new RopeScaling.None(), 96, tied);
  }
}
