package io.peerz.devnet.cli;

import io.peerz.devnet.bench.AdversariesReport;
import io.peerz.finetune.trial.AdversaryTrials;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz bench adversaries}: what cheats earn, also written to the documentation. */
@Command(
    name = "adversaries",
    description = "What each kind of cheat earns against honest nodes; takes many minutes.")
final class BenchAdversaries extends PeerzAction {
  @Option(names = "--rounds", defaultValue = "6", description = "Rounds of each job.")
  private int rounds;

  @Option(names = "--seeds", defaultValue = "3", description = "Jobs of each kind.")
  private int seeds;

  @Option(names = "--model", description = "Folder of the model; the shipped one by default.")
  private Path model;

  @Override
  protected int run(Cli cli) {
    List<AdversaryTrials.Row> rows = new ArrayList<>();
    ModelFolder folder = ModelFolder.open(model == null ? shipped() : model);
    try (AdversaryTrials trials = new AdversaryTrials(folder, rounds)) {
      for (int seed = 1; seed <= seeds; seed++) {
        int number = seed;
        rows.addAll(
            trials.play(
                seed, what -> System.err.println("  seed " + number + ": " + what + " ...")));
      }
    }
    String page = new AdversariesReport(rows, rounds, seeds).markdown();
    cli.terminal().result(page);
    BenchPages.write("adversaries.md", page);
    return ExitCodes.OK;
  }

  private static Path shipped() {
    return Path.of(System.getProperty("peerz.home.dist", ""), "models", "pebble-1.6m");
  }
}
