package io.peerz.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
  @TempDir private Path folder;

  @Test
  void originsTellFlagEnvironmentFileAndDefaultApart() throws IOException {
    Files.writeString(folder.resolve("peerz.toml"), "price = 5\n");
    TestShell shell = new TestShell(folder).with("PEERZ_LISTEN", "127.0.0.1:1");
    String out = shell.run("config", "show", "--origin", "-a", "alice").out();
    assertThat(line(out, "account")).contains("\"alice\"").endsWith("# flag");
    assertThat(line(out, "listen")).endsWith("# PEERZ_LISTEN");
    assertThat(line(out, "price")).contains("\"5\"").endsWith("peerz.toml");
    assertThat(line(out, "network")).endsWith("# default");
  }

  @Test
  void aSettingsFileThatIsNamedMustExist() {
    TestShell.Result result = new TestShell(folder).run("config", "show", "--config", "none.toml");
    assertThat(result.exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(result.err()).contains("none.toml");
  }

  @Test
  void anUnknownCommandIsBadUsageWithASuggestion() {
    TestShell.Result result = new TestShell(folder).run("walet");
    assertThat(result.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(result.err()).contains("wallet");
  }

  @Test
  void anUnknownOutputIsRefused() {
    TestShell.Result result = new TestShell(folder).run("config", "show", "-o", "xml");
    assertThat(result.exitCode()).isEqualTo(ExitCodes.REFUSED);
    assertThat(result.err()).contains("'xml'");
  }

  private static String line(String out, String word) {
    return out.lines().filter(line -> line.startsWith(word + " =")).findFirst().orElseThrow();
  }
}
