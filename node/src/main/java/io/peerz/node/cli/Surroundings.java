package io.peerz.node.cli;

import java.nio.file.Path;
import java.util.Map;

/** Where a command runs: its environment, its folders, and who is listening. */
public record Surroundings(
    Map<String, String> environment, Path workFolder, Path userFolder, Terminal terminal) {

  public static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("user.home")),
        Terminal.system());
  }
}
