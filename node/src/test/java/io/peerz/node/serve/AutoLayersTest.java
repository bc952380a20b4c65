package io.peerz.node.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.inference.model.Experts;
import io.peerz.inference.model.ModelConfig;
import io.peerz.inference.model.ModelFamily;
import io.peerz.inference.model.RopeScaling;
import io.peerz.inference.model.Variations;
import io.peerz.proof.cost.Geometry;
import org.junit.jupiter.api.Test;

class AutoLayersTest {
  /** 4 · 4096² + 3 · 4096 · 11008 weights a layer, about 202 million. */
  private static ModelConfig llama(int dtype) {
    return new ModelConfig(
        ModelFamily.LLAMA,
        geometry(11_008, dtype),
        1e-5f,
        10_000,
        new RopeScaling.None(),
        4096,
        false);
  }

  /** The same widths in eight experts, of which a row visits two. */
  private static ModelConfig mixture() {
    return new ModelConfig(
        ModelFamily.MIXTRAL,
        geometry(2 * 11_008, 1),
        1e-5f,
        10_000,
        new RopeScaling.None(),
        4096,
        false,
        Variations.NONE.withExperts(new Experts(8, 2, 11_008, true)));
  }

  private static Geometry geometry(int dFf, int dtype) {
    return new Geometry(32, 4096, 32, 32, 128, dFf, 32_000, dtype, 0);
  }

  @Test
  void layersAreTakenAsFarAsMemoryGoes() {
    long gib = 1L << 30;
    assertThat(AutoLayers.fitting(llama(1), 8 * gib)).isEqualTo(12);
    assertThat(AutoLayers.fitting(llama(0), 8 * gib)).isEqualTo(6);
    assertThat(AutoLayers.fitting(llama(1), 64 * gib)).isEqualTo(32);
    assertThat(AutoLayers.fitting(llama(1), 1)).isEqualTo(1);
  }

  @Test
  void expertsThatARowDoesNotVisitTakeMemoryToo() {
    long gib = 1L << 30;
    assertThat(AutoLayers.fitting(mixture(), 8 * gib)).isEqualTo(2);
  }
}
