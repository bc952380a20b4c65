package io.peerz.node.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;

/** Runs commands as a shell would, in folders of its own. */
public final class TestShell {
  /** What a command left behind. */
  public record Result(int exitCode, String out, String err) {}

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  public TestShell(Path folder) {
    this.folder = folder;
    environment.put("PEERZ_HOME", folder.resolve("home").toString());
  }

  public Path home() {
    return folder.resolve("home");
  }

  public TestShell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  public Result run(String... arguments) {
    return runWithInput("", arguments);
  }

  public Result runWithInput(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    CommandLine line =
        PeerzCommand.commandLine(
            new Surroundings(Map.copyOf(environment), folder, folder.resolve("user"), terminal));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    int exitCode = line.execute(arguments);
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
