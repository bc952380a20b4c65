package io.peerz.devnet.cli;

import io.peerz.devnet.swarm.PlacementBench;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import picocli.CommandLine.Command;

/** {@code peerz bench placement}: what swarms carry whose nodes choose their own layers. */
@Command(
    name = "placement",
    description = "Simulated swarms of up to 1,000 nodes that come, go and choose their layers.")
final class BenchPlacement extends PeerzAction {
  @Override
  protected int run(Cli cli) {
    String page = new PlacementBench(line -> System.err.println("  " + line)).measure();
    cli.terminal().result(page);
    BenchPages.write("placement.md", page);
    return ExitCodes.OK;
  }
}
