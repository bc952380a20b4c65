package io.peerz.devnet.cli;

import io.peerz.devnet.swarm.FailoverBench;
import io.peerz.devnet.swarm.SwarmModel;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.ModelPlace;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz bench failover}: how long a text stands still when a node dies. */
@Command(
    name = "failover",
    description = "Kills, stops and cuts off nodes of a running answer, and times the next token.")
final class BenchFailover extends PeerzAction {
  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description = "of each fault (default: 4)",
      defaultValue = "4")
  private int repetitions;

  @Override
  protected int run(Cli cli) {
    Path model = ModelPlace.find(cli.home(), cli.settings().get(SettingKey.MODEL));
    String page =
        BenchFolder.with(
            cli,
            (folder, running) ->
                new FailoverBench(
                        folder,
                        running,
                        SwarmModel.of(model),
                        repetitions,
                        line -> System.err.println("  " + line))
                    .measure());
    cli.terminal().result(page);
    BenchPages.write("failover.md", page);
    return ExitCodes.OK;
  }
}
