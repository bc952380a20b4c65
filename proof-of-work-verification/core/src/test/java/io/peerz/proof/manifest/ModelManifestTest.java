package io.peerz.proof.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.cost.Geometry;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import org.junit.jupiter.api.Test;

class ModelManifestTest {
  private static final Geometry GEOMETRY = new Geometry(8, 128, 4, 2, 32, 344, 512, 1, 0);

  @Test
  void theIdFollowsWeightsTokenizerAndGeometryButNotTheName() {
    Digest id = manifest("peerz-tiny", GEOMETRY, "weights").modelId();
    assertThat(manifest("another name", GEOMETRY, "weights").modelId()).isEqualTo(id);
    assertThat(manifest("peerz-tiny", GEOMETRY, "other weights").modelId()).isNotEqualTo(id);
    Geometry wider = new Geometry(8, 128, 4, 2, 32, 345, 512, 1, 0);
    assertThat(manifest("peerz-tiny", wider, "weights").modelId()).isNotEqualTo(id);
  }

  private static ModelManifest manifest(String name, Geometry geometry, String weights) {
    return new ModelManifest(name, geometry, Keccak.hash(weights), Keccak.hash("tokenizer"));
  }
}
