package io.peerz.devnet.cli;

import io.peerz.devnet.bench.ReceiptCost;
import io.peerz.devnet.swarm.ReceiptRuns;
import io.peerz.devnet.swarm.SwarmModel;
import io.peerz.devnet.trust.GasTable;
import io.peerz.devnet.trust.TrustBench;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.ModelPlace;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz bench trust}: what verification finds and costs, also written to the pages. */
@Command(name = "trust", description = "Detection, false convictions, overhead, simulations.")
final class BenchTrust extends PeerzAction {
  @Option(
      names = "--honest",
      paramLabel = "N",
      description = "honest receipts to do again",
      defaultValue = "10000")
  private int honest;

  @Option(
      names = "--false",
      paramLabel = "N",
      description = "false receipts per way of cheating",
      defaultValue = "200")
  private int cheats;

  @Override
  protected int run(Cli cli) {
    Path model = ModelPlace.find(cli.home(), cli.settings().get(SettingKey.MODEL));
    GasTable gas = GasTable.read(Path.of(System.getProperty("peerz.home.dist", "")));
    ReceiptCost time =
        BenchFolder.with(
            cli, (folder, running) -> ReceiptRuns.measure(folder, SwarmModel.of(model)));
    String page = new TrustBench(model, cheats, honest).page(time, gas);
    cli.terminal().result(page);
    BenchPages.write("trust.md", page);
    return ExitCodes.OK;
  }
}
