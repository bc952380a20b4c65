package io.peerz.devnet.cli;

import io.peerz.devnet.bench.AdversariesReport;
import io.peerz.devnet.bench.ChainAdversariesReport;
import io.peerz.devnet.chain.DevChain;
import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.tuning.ChainRow;
import io.peerz.devnet.tuning.ChainTrials;
import io.peerz.finetune.trial.AdversaryTrials;
import io.peerz.finetune.trial.Conduct;
import io.peerz.finetune.trial.SeatConduct;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.data.PeerzHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code peerz bench adversaries}: what cheats earn, also written to the documentation. */
@Command(
    name = "adversaries",
    description = "What each kind of cheat earns against honest nodes; takes many minutes.")
final class BenchAdversaries extends PeerzAction {
  private static final int ROUNDS_IN_PROCESS = 6;
  private static final int ROUNDS_ON_CHAIN = 2;

  @Option(
      names = "--rounds",
      defaultValue = "0",
      description = "Rounds of each job; by default 6, on a chain 2.")
  private int rounds;

  @Option(names = "--seeds", defaultValue = "3", description = "Jobs of each kind.")
  private int seeds;

  @Option(names = "--model", description = "Folder of the model; the shipped one by default.")
  private Path model;

  @Option(
      names = "--on-chain",
      description = "Play one job of each kind on a real chain, with its contracts.")
  private boolean onChain;

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Override
  protected int run(Cli cli) {
    ModelFolder folder = ModelFolder.open(model == null ? shipped() : model);
    return onChain ? onChain(cli, folder) : inProcess(cli, folder);
  }

  private int inProcess(Cli cli, ModelFolder folder) {
    int each = rounds == 0 ? ROUNDS_IN_PROCESS : rounds;
    String page;
    try (AdversaryTrials trials = new AdversaryTrials(folder, each)) {
      for (int seed = 1; seed <= seeds; seed++) {
        int number = seed;
        trials.play(seed, what -> System.err.println("  seed " + number + ": " + what + " ..."));
      }
      page = new AdversariesReport(trials.rows(), trials.seatRows(), each, seeds).markdown();
    }
    cli.terminal().result(page);
    BenchPages.write("adversaries.md", page);
    return ExitCodes.OK;
  }

  private int onChain(Cli cli, ModelFolder folder) {
    int each = rounds == 0 ? ROUNDS_ON_CHAIN : rounds;
    PeerzHome home =
        new PeerzHome(cli.home().devnet().resolve("adversaries-" + ProcessHandle.current().pid()));
    try (DevChain chain = network.chain(home, 0)) {
      chain.start();
      List<ChainRow> rows = rows(chain, folder, home.folder().resolve("nodes"), each);
      String page = new ChainAdversariesReport(chain.description(), rows, each).markdown();
      cli.terminal().result(page);
      BenchPages.write("adversaries-on-chain.md", page);
      return rows.stream().allMatch(row -> row.holds(each)) ? ExitCodes.OK : ExitCodes.FAILED;
    } finally {
      new DevnetFolder(home.folder()).wipe();
    }
  }

  private static List<ChainRow> rows(
      DevChain chain, ModelFolder folder, Path disk, int roundsOfEach) {
    List<ChainRow> rows = new ArrayList<>();
    try (ChainTrials trials = new ChainTrials(chain, folder, disk, roundsOfEach)) {
      rows.add(told("honest nodes alone", trials::alone));
      for (Conduct conduct : Conduct.values()) {
        if (conduct != Conduct.HONEST) {
          rows.add(told(conduct.words(), () -> trials.play(conduct)));
        }
      }
      for (SeatConduct conduct : SeatConduct.values()) {
        if (conduct != SeatConduct.HONEST) {
          rows.add(told(conduct.words(), () -> trials.play(conduct)));
        }
      }
    }
    return rows;
  }

  private static ChainRow told(String what, Supplier<ChainRow> play) {
    System.err.println("  " + what + " ...");
    return play.get();
  }

  private static Path shipped() {
    return Path.of(System.getProperty("peerz.home.dist", ""), "models", "pebble-1.6m");
  }
}
