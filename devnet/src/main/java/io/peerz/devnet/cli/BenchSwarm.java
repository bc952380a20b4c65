package io.peerz.devnet.cli;

import io.peerz.devnet.swarm.SwarmBench;
import io.peerz.devnet.swarm.SwarmModel;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.ModelPlace;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code peerz bench swarm}: what cutting a model over processes and links costs. */
@Command(
    name = "swarm",
    description = "Time per token over shards and links, and many sessions at once.")
final class BenchSwarm extends PeerzAction {
  @Override
  protected int run(Cli cli) {
    Path model = ModelPlace.find(cli.home(), cli.settings().get(SettingKey.MODEL));
    String page =
        BenchFolder.with(
            cli,
            (folder, running) ->
                new SwarmBench(
                        folder,
                        running,
                        SwarmModel.of(model),
                        SwarmModel.medium(),
                        line -> System.err.println("  " + line))
                    .measure());
    cli.terminal().result(page);
    BenchPages.write("swarm.md", page);
    return ExitCodes.OK;
  }
}
