package io.peerz.devnet.cli;

import io.peerz.devnet.chain.DevChain;
import io.peerz.devnet.drill.Drill;
import io.peerz.devnet.drill.DrillReport;
import io.peerz.devnet.network.DevnetFolder;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.ModelPlace;
import io.peerz.node.data.PeerzHome;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code peerz devnet drill}: attacks a network that exists for this one run. */
@Command(
    name = "drill",
    description = "Attack a network row by row of the threat table and read the money after.")
final class DevnetDrill extends PeerzAction {
  @Mixin private NetworkOptions options = new NetworkOptions();

  @Override
  protected int run(Cli cli) {
    PeerzHome home =
        new PeerzHome(cli.home().devnet().resolve("drill-" + ProcessHandle.current().pid()));
    ModelFolder model =
        ModelFolder.open(ModelPlace.find(cli.home(), cli.settings().get(SettingKey.MODEL)));
    PrintStream out = cli.json() ? System.err : System.out;
    long started = System.nanoTime();
    try (DevChain chain = options.chain(home, 0)) {
      chain.start();
      out.println(Drill.HEAD);
      DrillReport report =
          new Drill(chain, model, home.folder().resolve("scratch"), out::println).run();
      Drill.ELSEWHERE.forEach(line -> out.println("    not played: " + line));
      double seconds = (System.nanoTime() - started) / 1e9;
      out.printf(Locale.ROOT, "%s, %.0f s%n", report.summary(), seconds);
      if (cli.json()) {
        cli.terminal().result(report.json());
      }
      return report.holds() ? ExitCodes.OK : ExitCodes.FAILED;
    } finally {
      new DevnetFolder(home.folder()).wipe();
    }
  }
}
