package io.peerz.devnet.cli;

import io.peerz.devnet.swarm.RouteBench;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import picocli.CommandLine.Command;

/** {@code peerz bench route}: how good the chosen routes are, and how long choosing takes. */
@Command(
    name = "route",
    description = "Chosen routes against the best there is, on random swarms; time to plan.")
final class BenchRoute extends PeerzAction {
  @Override
  protected int run(Cli cli) {
    String page = new RouteBench().measure();
    cli.terminal().result(page);
    BenchPages.write("route.md", page);
    return ExitCodes.OK;
  }
}
