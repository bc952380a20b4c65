package io.peerz.node.cli;

import picocli.CommandLine.Command;

/** {@code peerz node}: set up a serving node, stake for it, run it, and leave again. */
@Command(
    name = "node",
    description = "Serve layers of a model and get paid for it.",
    subcommands = {
      NodeInit.class,
      NodeStake.class,
      NodeRun.class,
      NodeStatus.class,
      NodeUnstake.class,
      NodeWithdraw.class
    })
public final class NodeCommand {
  private NodeCommand() {}
}
