package io.peerz.node.cli;

import java.util.Map;
import picocli.CommandLine.Command;

/** {@code peerz version}. */
@Command(name = "version", description = "Version of this program and of its Java.")
public final class VersionCommand extends PeerzAction {
  public static final String VERSION = "0.1.0";

  @Override
  protected int run(Cli cli) {
    String java = Runtime.version().toString();
    cli.print(
        "version",
        Map.of("version", VERSION, "java", java),
        () -> "peerz %s (Java %s)".formatted(VERSION, java));
    return ExitCodes.OK;
  }
}
