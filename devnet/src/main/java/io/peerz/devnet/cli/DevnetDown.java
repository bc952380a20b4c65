package io.peerz.devnet.cli;

import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.network.StartCache;
import io.peerz.devnet.process.ProcessRecord;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz devnet down}: stops the network; its data stays. */
@Command(name = "down", description = "Stop the network; its data stays.")
final class DevnetDown extends PeerzAction {
  @Option(
      names = "--wipe",
      description = "delete the chain and everything else of the network as well")
  private boolean wipe;

  @Override
  protected int run(Cli cli) {
    DevnetFolder folder = new DevnetFolder(cli.home().devnet());
    List<String> stopped = folder.stopAll().stream().map(ProcessRecord::name).toList();
    StartCache.here().make();
    if (wipe) {
      folder.wipe();
    }
    cli.print(
        "devnet.down",
        Map.of("stopped", stopped),
        () ->
            stopped.isEmpty() ? "no devnet was running" : "stopped " + String.join(", ", stopped));
    return ExitCodes.OK;
  }
}
