package io.peerz.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.model.Quantisation;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundedFolderTest {
  private static final Path PEBBLE = Path.of("../models/pebble-1.6m");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void aRoundedFolderIsTheModelThatRoundingMakes(Quantisation form) {
    ModelFolder made = RoundedFolder.make(PEBBLE, folder.resolve("small"), form);
    ModelFolder expected = ModelFolder.open(PEBBLE).rounded(form);
    assertThat(made.manifest().modelId()).isEqualTo(expected.manifest().modelId());
    assertThat(made.manifest().name()).isEqualTo("small");
    Matrix gate = made.loadLayers(1, 2).layers().getFirst().gate();
    assertThat(gate.quant().words())
        .isEqualTo(expected.loadLayers(1, 2).layers().getFirst().gate().quant().words());
  }

  @Test
  void neitherARoundedModelNorATakenNameIsRoundedAgain() {
    Path once = folder.resolve("once");
    RoundedFolder.make(PEBBLE, once, Quantisation.Q8);
    assertThatThrownBy(() -> RoundedFolder.make(once, folder.resolve("twice"), Quantisation.Q4))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("rounded already");
    assertThatThrownBy(() -> RoundedFolder.make(PEBBLE, once, Quantisation.Q4))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("exists already");
  }

  @Test
  void aFormThatNobodyKnowsIsRefused() throws IOException {
    Path made = folder.resolve("made");
    RoundedFolder.make(PEBBLE, made, Quantisation.Q8);
    Path config = made.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("\"q8\"", "\"q3\""));
    assertThatThrownBy(() -> ModelFolder.open(made))
        .isInstanceOf(PeerzException.class)
        .hasMessageContaining("peerz_quantisation");
  }
}
