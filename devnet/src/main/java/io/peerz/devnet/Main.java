package io.peerz.devnet;

import io.peerz.devnet.cli.DevnetCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the whole program. */
@Command(
    name = "peerz",
    mixinStandardHelpOptions = true,
    version = "peerz 0.1.0",
    subcommands = DevnetCommand.class)
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
