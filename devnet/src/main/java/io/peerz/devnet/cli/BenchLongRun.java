package io.peerz.devnet.cli;

import io.peerz.devnet.swarm.LongRunBench;
import io.peerz.devnet.swarm.SwarmModel;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz bench longrun}: whether many sessions over a long time leave anything behind. */
@Command(
    name = "longrun",
    description = "Mixed sessions, one of 8k tokens, over two shards for some minutes.")
final class BenchLongRun extends PeerzAction {
  @Option(names = "--minutes", defaultValue = "10", description = "how long (default: 10)")
  private double minutes;

  @Option(names = "--sessions", defaultValue = "32", description = "at once (default: 32)")
  private int sessions;

  @Override
  protected int run(Cli cli) {
    String page =
        BenchFolder.with(
            cli,
            (folder, running) ->
                new LongRunBench(
                        folder,
                        running,
                        SwarmModel.longContext(),
                        Duration.ofMillis(Math.round(minutes * 60_000)),
                        sessions,
                        line -> System.err.println("  " + line))
                    .measure());
    cli.terminal().result(page);
    BenchPages.write("longrun.md", page);
    return ExitCodes.OK;
  }
}
