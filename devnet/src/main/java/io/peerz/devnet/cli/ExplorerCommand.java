package io.peerz.devnet.cli;

import io.peerz.devnet.explorer.ExplorerServer;
import io.peerz.devnet.explorer.ExplorerSetup;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.cli.UntilStopped;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.HostPort;
import io.peerz.node.data.PortsFile;
import java.net.URI;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz explorer}: the network in a browser. */
@Command(
    name = "explorer",
    mixinStandardHelpOptions = true,
    description = "Look at a network in a browser.",
    subcommands = ExplorerCommand.Run.class)
public final class ExplorerCommand {
  private ExplorerCommand() {}

  @Command(name = "run", description = "Serve the explorer until stopped.")
  static final class Run extends PeerzAction {
    static final String LISTEN = "127.0.0.1:8090";

    @Option(
        names = "--listen",
        paramLabel = "HOST:PORT",
        description = "where to serve the pages",
        defaultValue = LISTEN)
    private String listen;

    @Option(
        names = "--api",
        paramLabel = "URL",
        description = "the gateway that pages talk to; default: the setting api")
    private String api;

    @Override
    protected int run(Cli cli) {
      String gateway = api == null ? cli.settings().get(SettingKey.API) : api;
      ExplorerSetup setup =
          new ExplorerSetup(
              cli.home(),
              HostPort.parse(listen),
              URI.create(gateway.endsWith("/") ? gateway : gateway + "/"),
              cli.settings().get(SettingKey.EXPLORER_INDEX),
              cli.settings().get(SettingKey.NETWORK).equals(NetworkPlan.NAME));
      PortsFile.remove(setup.ports());
      NetworkAccess network = cli.network();
      ExplorerServer explorer = start(setup, network);
      String url = "http://" + setup.listen().withPort(explorer.port()) + "/";
      cli.print("explorer.ready", Map.of("url", url), () -> "ready: " + url);
      UntilStopped.hold(explorer, network);
      return ExitCodes.OK;
    }

    private static ExplorerServer start(ExplorerSetup setup, NetworkAccess network) {
      try {
        return ExplorerServer.start(setup, network);
      } catch (RuntimeException e) {
        network.close();
        throw e;
      }
    }
  }
}
