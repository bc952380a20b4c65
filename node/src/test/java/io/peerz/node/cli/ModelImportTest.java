package io.peerz.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint from anywhere becomes a model that has a name, or one line says why not. */
class ModelImportTest {
  private static final Path MODEL = Path.of("../models/pebble-1.6m").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private TestShell shell;
  private Path copy;

  @BeforeEach
  void place() throws IOException {
    shell = new TestShell(folder);
    copy = Files.createDirectory(folder.resolve("download"));
    try (Stream<Path> files = Files.list(MODEL)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void anImportedModelIsFoundByItsNameAndHasTheSourcesId() {
    assertThat(importAs("mine").exitCode()).isEqualTo(ExitCodes.OK);
    TestShell.Result verified = shell.run("model", "verify", "mine", "--offline");
    assertThat(verified.out()).contains("files are whole").contains("mine");
    String id = line(shell.run("model", "show", MODEL.toString()), "modelId");
    assertThat(line(verified, "modelId")).isEqualTo(id);
    assertThat(shell.home().resolve("models/mine/layer-0000.safetensors")).exists();
    assertRefused(importAs("mine"), "exists; choose another id");
  }

  @Test
  void weightsThatAreNotNumbersAreNeitherImportedNorVerified() throws IOException {
    Path weights = copy.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] = 0x7f;
    bytes[bytes.length - 2] = (byte) 0xff;
    Files.write(weights, bytes);
    assertRefused(importAs("mine"), "NaN or infinity");
    assertThat(shell.home().resolve("models/mine")).doesNotExist();
    assertRefused(shell.run("model", "verify", copy.toString(), "--offline"), "NaN or infinity");
  }

  @Test
  void unknownArchitecturesAndNamesThatArePathsAreRefused() throws IOException {
    assertRefused(importAs("../mine"), "a model's name has letters");
    Path config = copy.resolve("config.json");
    Files.writeString(
        config, Files.readString(config).replace("LlamaForCausalLM", "MambaForCausalLM"));
    assertRefused(
        shell.run("model", "import", copy.toString(), "--id", "mine", "--quant", "q5"),
        "no form 'q5'");
    assertRefused(importAs("mine"), "architecture MambaForCausalLM is unknown");
  }

  @Test
  void aGgufFileIsImportedLikeAFolder() {
    Path file = Path.of("../inference/src/test/resources/gguf/tiny-q4_0.gguf").toAbsolutePath();
    TestShell.Result made = shell.run("model", "import", file.toString(), "--id", "tiny");
    assertThat(made.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(shell.run("model", "verify", "tiny", "--offline").out())
        .contains("files are whole")
        .contains("LlamaForCausalLM");
  }

  private TestShell.Result importAs(String id) {
    return shell.run("model", "import", copy.toString(), "--id", id);
  }

  private static void assertRefused(TestShell.Result result, String reason) {
    assertThat(result.exitCode()).isNotEqualTo(ExitCodes.OK);
    assertThat(result.err()).contains(reason);
    assertThat(result.err().strip().lines()).hasSize(1);
  }

  private static String line(TestShell.Result result, String field) {
    return result.out().lines().filter(text -> text.startsWith(field)).findFirst().orElseThrow();
  }
}
