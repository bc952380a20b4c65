package io.peerz.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerz.inference.model.Quantisation;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An import keeps the model and leaves nothing behind when it fails. */
class ImportedFolderTest {
  private static final Path FAMILIES = Path.of("src/test/resources/parity");

  @TempDir Path shelf;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "phi3", "gemma3", "mixtral"})
  void anImportedModelIsTheSameModelInOneFilePerLayer(String name) throws IOException {
    ModelFolder source = ModelFolder.open(FAMILIES.resolve(name));
    List<Integer> told = new ArrayList<>();
    ModelFolder made =
        ImportedFolder.make(source.path(), shelf.resolve("mine"), Optional.empty(), told::add);
    assertThat(made.manifest().modelId()).isEqualTo(source.manifest().modelId());
    assertThat(made.manifest().name()).isEqualTo("mine");
    assertThat(told).containsExactly(0, 1, 2);
    assertThat(names(shelf)).containsExactly("mine");
    assertThat(names(shelf.resolve("mine")))
        .contains(
            "edges.safetensors",
            "layer-0000.safetensors",
            "layer-0002.safetensors",
            "model.safetensors.index.json",
            "tokenizer.json");
    assertThat(made.loadLayers(1, 2).layers().getFirst().query().get(3, 5))
        .isEqualTo(source.loadLayers(1, 2).layers().getFirst().query().get(3, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "phi3", "gemma2", "qwen3-moe"})
  void anImportWithFewerBitsIsTheRoundedModel(String name) {
    ModelFolder source = ModelFolder.open(FAMILIES.resolve(name));
    Path target = shelf.resolve("small");
    Optional<Quantisation> form = Optional.of(Quantisation.Q4);
    ModelFolder made = ImportedFolder.make(source.path(), target, form, _ -> {});
    assertThat(made.manifest().modelId())
        .isEqualTo(source.rounded(Quantisation.Q4).manifest().modelId());
    assertThat(made.loadLayers(0, 3).layers().getFirst().query().get(3, 5))
        .isEqualTo(
            source.rounded(Quantisation.Q4).loadLayers(0, 1).layers().getFirst().query().get(3, 5));
  }

  @Test
  void aWeightThatIsNotANumberStopsTheImport() throws IOException {
    Path bad = Files.createDirectory(shelf.resolve("bad"));
    for (String name : names(FAMILIES.resolve("llama"))) {
      Files.copy(FAMILIES.resolve("llama").resolve(name), bad.resolve(name));
    }
    Path weights = bad.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2 | 1] = 0x7f;
    bytes[bytes.length / 2 & -2] = (byte) 0xff;
    Files.write(weights, bytes);
    assertThatThrownBy(
            () -> ImportedFolder.make(bad, shelf.resolve("mine"), Optional.empty(), _ -> {}))
        .isInstanceOfSatisfying(
            PeerzException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CHECKPOINT))
        .hasMessageContaining("NaN or infinity");
    assertThat(names(shelf)).containsExactly("bad");
  }

  @Test
  void aFolderThatExistsIsNotTouched() throws IOException {
    Path mine = Files.createDirectory(shelf.resolve("mine"));
    assertThatThrownBy(
            () -> ImportedFolder.make(FAMILIES.resolve("llama"), mine, Optional.empty(), _ -> {}))
        .hasMessageContaining("exists; choose another id");
    assertThat(names(mine)).isEmpty();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
