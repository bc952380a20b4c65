package io.peerz.devnet.cli;

import io.peerz.devnet.bench.streams.StreamsBench;
import io.peerz.devnet.demo.Stage;
import io.peerz.devnet.network.DevNetwork;
import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.data.PeerzHome;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code peerz bench streams}: many readers of one gateway, also written to the documentation. */
@Command(name = "streams", description = "Many streams through one gateway, and slow readers.")
final class BenchStreams extends PeerzAction {
  private static final int NODES = 4;

  @Mixin private NetworkOptions options = new NetworkOptions();

  @Option(
      names = "--streams",
      paramLabel = "N,…",
      split = ",",
      description = "streams at once, a run for each number (default: 1,10,50,200)")
  private List<Integer> streams = List.of(1, 10, 50, 200);

  @Override
  protected int run(Cli cli) {
    PeerzHome home =
        new PeerzHome(cli.home().devnet().resolve("bench-" + ProcessHandle.current().pid()));
    NetworkPlan plan = options.plan(cli, NODES, 0).withSettings(StreamsBench.SETTINGS);
    Stage stage = new Stage(System.err);
    try (DevNetwork network = new DevNetwork(home, options.chain(home, 0), plan, stage)) {
      StopOnInterrupt.guard(network, new DevnetFolder(home.folder())::wipe);
      String page = new StreamsBench(network, plan, stage, streams).measure();
      cli.terminal().result(page);
      BenchPages.write("streams.md", page);
    } finally {
      new DevnetFolder(home.folder()).wipe();
    }
    return ExitCodes.OK;
  }
}
