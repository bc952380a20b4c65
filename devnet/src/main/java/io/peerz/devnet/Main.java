package io.peerz.devnet;

import io.peerz.devnet.cli.BenchCommand;
import io.peerz.devnet.cli.DemoCommand;
import io.peerz.devnet.cli.DevnetCommand;
import io.peerz.devnet.cli.ExplorerCommand;
import io.peerz.node.cli.PeerzCommand;
import io.peerz.node.cli.Surroundings;
import picocli.CommandLine;

/**
 * The entry point of the whole program: the commands of a node and its user, and those of a whole
 * local network.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command tree. */
  static CommandLine commandLine() {
    return commandLine(Surroundings.ofProcess());
  }

  /** The same, told where it runs. */
  static CommandLine commandLine(Surroundings around) {
    return PeerzCommand.commandLine(around)
        .addSubcommand(new DemoCommand())
        .addSubcommand(new DevnetCommand())
        .addSubcommand(ExplorerCommand.class)
        .addSubcommand(new BenchCommand());
  }
}
