package io.peerz.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ModelRoundTest {
  private static final String PEBBLE =
      Path.of("../models/pebble-1.6m").toAbsolutePath().normalize().toString();

  @TempDir private Path folder;

  @Test
  void aRoundedModelCanBeNamedAndIsAnotherModel() {
    TestShell shell = new TestShell(folder);
    TestShell.Result made = shell.run("model", "round", PEBBLE, "--quant", "q4");
    assertThat(made.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(made.out()).contains("pebble-1.6m-q4");
    String rounded = modelId(shell.run("model", "show", "pebble-1.6m-q4", "-o", "json").out());
    String stored = modelId(shell.run("model", "show", PEBBLE, "-o", "json").out());
    assertThat(rounded).startsWith("0x").isNotEqualTo(stored);
  }

  @Test
  void theFastEngineServesTheSameWeightsUnderAnotherId() {
    TestShell shell = new TestShell(folder);
    String exact = shell.run("model", "show", PEBBLE, "-o", "json").out();
    String fast = shell.run("model", "show", PEBBLE, "--engine", "fast", "-o", "json").out();
    assertThat(modelId(fast)).startsWith("0x").isNotEqualTo(modelId(exact));
    assertThat(field(fast, "weightsRoot")).isEqualTo(field(exact, "weightsRoot"));
    assertThat(field(exact, "results")).isEqualTo("exact");
    assertThat(field(fast, "results")).isEqualTo("within a tolerance");
    TestShell.Result typo = shell.run("model", "show", PEBBLE, "--engine", "fats");
    assertThat(typo.exitCode()).isNotEqualTo(ExitCodes.OK);
    assertThat(typo.err()).contains("use exact or fast");
  }

  @Test
  void anUnknownFormAndABadNameAreRefused() {
    TestShell shell = new TestShell(folder);
    TestShell.Result form = shell.run("model", "round", PEBBLE, "--quant", "q3");
    assertThat(form.exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(form.err()).contains("choose q8 or q4");
    TestShell.Result name = shell.run("model", "round", PEBBLE, "--quant", "q8", "--as", "../x");
    assertThat(name.exitCode()).isEqualTo(ExitCodes.REFUSED);
  }

  private static String modelId(String json) {
    return field(json, "modelId");
  }

  private static String field(String json, String name) {
    return JsonMapper.shared().readTree(json).path(name).asString();
  }
}
