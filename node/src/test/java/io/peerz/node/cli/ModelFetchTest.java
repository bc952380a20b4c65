package io.peerz.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFetchTest {
  private static final String PEBBLE =
      Path.of("../models/pebble-1.6m").toAbsolutePath().normalize().toString();

  @TempDir private Path folder;

  @Test
  void someLayersOfAFolderBecomeAModelThatIsVerified() {
    TestShell shell = new TestShell(folder);
    shell.run("model", "import", PEBBLE, "--id", "whole");
    String from = shell.home().resolve("models/whole").toString();
    String id = modelId(shell.run("model", "show", "whole", "-o", "json").out());

    TestShell.Result made =
        shell.run("model", "fetch", id, "--id", "part", "--layers", "1:3", "--from", from);

    assertThat(made.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(made.out()).contains("layers 1:3").contains("peerz node init --model part");
    assertThat(made.err()).contains("layer-0002.safetensors (2 of 2)").contains("100 %");
    assertThat(shell.run("model", "verify", "part", "--offline").out()).contains("files are whole");
    assertThat(modelId(shell.run("model", "show", "part", "-o", "json").out())).isEqualTo(id);
  }

  @Test
  void whatCannotBeFetchedIsSaidInOneLine() {
    TestShell shell = new TestShell(folder);
    String id = "0x" + "12".repeat(32);
    assertRefused(
        shell.run("model", "fetch", id, "--id", "part", "--layers", "0:1", "--from", PEBBLE),
        "make such a folder of it with: peerz model import");
    assertRefused(
        shell.run("model", "fetch", id, "--id", "part", "--layers", "3", "--from", PEBBLE),
        "layers are START:END");
    shell.run("model", "import", PEBBLE, "--id", "whole");
    String from = shell.home().resolve("models/whole").toString();
    assertRefused(
        shell.run("model", "fetch", id, "--id", "part", "--layers", "0:1", "--from", from),
        "nobody gave layers 0:1 of model 0x12");
  }

  private static void assertRefused(TestShell.Result result, String reason) {
    assertThat(result.exitCode()).isNotEqualTo(ExitCodes.OK);
    assertThat(result.err().lines()).hasSize(1).first().asString().contains(reason);
  }

  private static String modelId(String json) {
    return json.replaceAll("(?s).*\"modelId\"\\s*:\\s*\"(0x[0-9a-f]+)\".*", "$1");
  }
}
