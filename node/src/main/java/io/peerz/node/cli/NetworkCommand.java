package io.peerz.node.cli;

import io.peerz.ledger.chain.Deployment;
import io.peerz.node.data.NetworkFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz network}: the networks that this data folder knows, their nodes and routes. */
@Command(
    name = "network",
    description = "Networks: their chains and contracts, nodes and routes.",
    subcommands = {
      NetworkCommand.ListAll.class,
      NetworkCommand.Add.class,
      NetworkNodes.class,
      NetworkRoute.class
    })
public final class NetworkCommand {
  private NetworkCommand() {}

  @Command(name = "list", description = "Known networks.")
  static final class ListAll extends PeerzAction {
    @Override
    protected int run(Cli cli) {
      List<NetworkFile> networks = NetworkFile.list(cli.home());
      cli.print(
          "network.list",
          Map.of("networks", networks.stream().map(ListAll::fields).toList()),
          () ->
              networks.isEmpty()
                  ? "no networks yet; start a local one with: peerz devnet up"
                  : networks.stream()
                      .map(n -> "%-16s %s  %s".formatted(n.name(), n.rpc(), n.deployment()))
                      .collect(Collectors.joining("\n")));
      return ExitCodes.OK;
    }

    private static Map<String, String> fields(NetworkFile network) {
      return Map.of(
          "name", network.name(),
          "rpc", network.rpc().toString(),
          "deployment", network.deployment().toString());
    }
  }

  @Command(name = "add", description = "Add a network, or change where it is.")
  static final class Add extends PeerzAction {
    @Parameters(paramLabel = "NAME")
    private String name;

    @Option(
        names = "--rpc",
        required = true,
        paramLabel = "URL",
        description = "JSON-RPC of its chain")
    private URI rpc;

    @Option(
        names = "--deployment",
        required = true,
        paramLabel = "FILE",
        description = "file that names its contracts")
    private Path deployment;

    @Override
    protected int run(Cli cli) {
      Path file = deployment.toAbsolutePath().normalize();
      long chainId = Deployment.read(file).chainId();
      new NetworkFile(name, rpc, file).write(cli.home());
      cli.print(
          "network.add",
          Map.of("name", name, "chainId", chainId),
          () -> "✔ network '%s', chain id %d".formatted(name, chainId));
      return ExitCodes.OK;
    }
  }
}
