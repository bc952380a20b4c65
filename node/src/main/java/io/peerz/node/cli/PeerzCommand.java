package io.peerz.node.cli;

import io.peerz.proof.error.PeerzException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command tree; errors end here as one line and an exit code. */
@Command(
    name = "peerz",
    mixinStandardHelpOptions = true,
    version = "peerz " + VersionCommand.VERSION,
    description = "Serve and use language models together; get paid for measured work.",
    subcommands = {
      WalletCommand.class,
      NodeCommand.class,
      GatewayCommand.class,
      AuditorCommand.class,
      KeyCommand.class,
      ChatCommand.class,
      FinetuneCommand.class,
      RewardsCommand.class,
      ModelCommand.class,
      NetworkCommand.class,
      ConfigCommand.class,
      DoctorCommand.class,
      VersionCommand.class,
      AutoComplete.GenerateCompletion.class
    })
public final class PeerzCommand {
  private final Surroundings around;

  private PeerzCommand(Surroundings around) {
    this.around = around;
  }

  /** A command line ready to run; another module may add its commands to it. */
  public static CommandLine commandLine() {
    return commandLine(Surroundings.ofProcess());
  }

  /** The same, told where it runs. */
  public static CommandLine commandLine(Surroundings around) {
    return new CommandLine(new PeerzCommand(around))
        .setExecutionExceptionHandler((e, command, parsed) -> report(e, command));
  }

  Surroundings around() {
    return around;
  }

  private static int report(Exception e, CommandLine command) {
    boolean verbose = command.getCommand() instanceof PeerzAction action && action.verbose();
    if (verbose) {
      e.printStackTrace(command.getErr());
    }
    if (e instanceof PeerzException known) {
      command.getErr().println("✖ " + known.getMessage());
      return ExitCodes.of(known.code());
    }
    command.getErr().println("✖ unexpected failure: " + e + "; add --verbose and report it");
    return ExitCodes.FAILED;
  }
}
