package io.peerz.devnet;

import io.peerz.devnet.cli.BenchCommand;
import io.peerz.devnet.cli.DemoCommand;
import io.peerz.devnet.cli.DevnetCommand;
import io.peerz.node.cli.PeerzCommand;
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
    return PeerzCommand.commandLine()
        .addSubcommand(new DemoCommand())
        .addSubcommand(new DevnetCommand())
        .addSubcommand(new BenchCommand());
  }
}
