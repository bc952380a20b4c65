package io.peerz.node.cli;

import picocli.CommandLine.Command;

/** {@code peerz auditor}: watching other people's nodes. */
@Command(
    name = "auditor",
    description = "Audit other people's nodes and earn by what is found false.",
    subcommands = {AuditorRun.class})
public final class AuditorCommand {
  private AuditorCommand() {}
}
