package io.peerz.devnet.cli;

import io.peerz.devnet.bench.MainBench;
import io.peerz.devnet.demo.Stage;
import io.peerz.devnet.network.DevNetwork;
import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.devnet.swarm.ReceiptRuns;
import io.peerz.devnet.swarm.SwarmModel;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.data.PeerzHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code peerz bench main}: figures of the main job, also written to the documentation. */
@Command(name = "main", description = "Speed, receipts, gas, memory and start of the main job.")
final class BenchMain extends PeerzAction {
  private static final int NODES = 4;

  @Mixin private NetworkOptions options = new NetworkOptions();

  @Override
  protected int run(Cli cli) {
    PeerzHome home =
        new PeerzHome(cli.home().devnet().resolve("bench-" + ProcessHandle.current().pid()));
    NetworkPlan plan = options.plan(cli, NODES, 0);
    Stage stage = new Stage(System.err);
    try (DevNetwork network = new DevNetwork(home, options.chain(home, 0), plan, stage)) {
      StopOnInterrupt.guard(network, new DevnetFolder(home.folder())::wipe);
      String page =
          new MainBench(
                  network,
                  plan,
                  stage,
                  () ->
                      ReceiptRuns.measure(
                          home.folder().resolve("receipts"), SwarmModel.of(plan.model())))
              .measure();
      cli.terminal().result(page);
      BenchPages.write("main.md", page);
    } finally {
      new DevnetFolder(home.folder()).wipe();
    }
    return ExitCodes.OK;
  }
}
