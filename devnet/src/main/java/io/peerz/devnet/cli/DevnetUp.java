package io.peerz.devnet.cli;

import io.peerz.devnet.chain.DevChain;
import io.peerz.devnet.demo.Stage;
import io.peerz.devnet.link.LinkWorld;
import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.devnet.network.DevNetwork;
import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.devnet.network.NodePlan;
import io.peerz.devnet.process.Ports;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.units.Amounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code peerz devnet up}: starts a network and leaves it running. */
@Command(name = "up", description = "Start a network and leave it running.")
final class DevnetUp extends PeerzAction {
  private static final int RPC_PORT = 8545;
  private static final int API_PORT = 8080;
  private static final int EXPLORER_PORT = 8090;

  @Mixin private NetworkOptions options = new NetworkOptions();

  @Option(names = "--nodes", paramLabel = "N", description = "2 to 8 nodes", defaultValue = "4")
  private int nodes;

  @Option(
      names = "--tune",
      description = "nodes also train and evaluate, for fine-tuning jobs; each needs 1 GiB more")
  private boolean tune;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "of the API (default: 8080, or a free one where that is taken)")
  private Integer port;

  @Option(
      names = "--explorer-port",
      paramLabel = "PORT",
      description = "of the explorer (default: 8090, or a free one where that is taken)")
  private Integer explorerPort;

  @Option(names = "--no-explorer", description = "start no explorer")
  private boolean noExplorer;

  @Option(
      names = "--links",
      paramLabel = "FILE",
      description =
          "TOML file of delays, losses, rates and cuts between client, ada, bob ...; changes count")
  private Path links;

  @Option(
      names = "--fresh",
      description = "forget the chain and everything else of an earlier network")
  private boolean fresh;

  @Override
  protected int run(Cli cli) {
    Require.range(ErrorCode.BAD_REQUEST, "--nodes", nodes, 2, NodePlan.MAX_NODES);
    DevnetFolder folder = new DevnetFolder(cli.home().devnet());
    folder.mustBeIdle();
    if (fresh) {
      forget(cli, folder);
    }
    NetworkPlan serving = linked(options.plan(cli, nodes, port("the gateway", port, API_PORT)));
    NetworkPlan plan = tune ? serving.honestlyTuning() : serving;
    DevChain chain = options.chain(cli.home(), Ports.preferred(RPC_PORT));
    DevNetwork network = new DevNetwork(cli.home(), chain, plan, new Stage(System.err));
    Thread hook = StopOnInterrupt.guard(network, () -> {});
    String pages;
    try {
      network.start();
      pages = noExplorer ? "not started" : openExplorer(network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
    StopOnInterrupt.release(hook);
    show(cli, network, pages);
    network.leave();
    return ExitCodes.OK;
  }

  /** A file that is wrong is refused before anything starts. */
  private NetworkPlan linked(NetworkPlan plan) {
    if (links == null) {
      return plan;
    }
    Path world = links.toAbsolutePath().normalize();
    Set<String> names =
        Stream.concat(plan.nodes().stream().map(NodePlan::name), Stream.of(NetworkPlan.CLIENT))
            .collect(Collectors.toCollection(TreeSet::new));
    LinkWorld.read(world).requireKnown(names);
    return plan.withLinks(world);
  }

  private String openExplorer(DevNetwork network) {
    return network.openExplorer(port("the explorer", explorerPort, EXPLORER_PORT)).toString();
  }

  private static int port(String whose, Integer wanted, int usual) {
    if (wanted == null) {
      return Ports.preferred(usual);
    }
    if (wanted != 0 && !Ports.isFree(wanted)) {
      throw Ports.inUse(whose, wanted);
    }
    return wanted;
  }

  // What a node or a gateway knows of its chain is worth nothing on another one.
  private static void forget(Cli cli, DevnetFolder folder) {
    folder.wipe();
    List.of("nodes", "gateways", "explorer")
        .forEach(name -> new DevnetFolder(cli.home().folder().resolve(name)).wipe());
  }

  private static void show(Cli cli, DevNetwork network, String pages) {
    Address wallet = DevKeys.of(DevAccounts.WALLET).address();
    String money =
        Amounts.brief(network.client().tokenBalanceWei(wallet))
            + " PRZ  "
            + Amounts.brief(network.client().balanceWei(wallet))
            + " ETH";
    String api = network.gateway() + "v1";
    cli.print(
        "devnet.up",
        Map.of(
            "explorer",
            pages,
            "rpc",
            network.rpc().toString(),
            "api",
            api,
            "wallet",
            wallet.checksum()),
        () ->
            String.join(
                "\n",
                "Explorer   " + pages,
                "API        " + api,
                "JSON-RPC   " + network.rpc(),
                "Accounts   " + DevAccounts.WALLET + " " + wallet.checksum() + "  " + money,
                "           (devnet keys: never use them elsewhere; `peerz devnet accounts"
                    + " --show-keys`)",
                "Try        peerz chat -m \"What is the capital of Dorn?\"" + apiOption(network),
                "Stop       peerz devnet down"));
  }

  private static String apiOption(DevNetwork network) {
    int port = network.gateway().getPort();
    return port == API_PORT ? "" : " --api http://127.0.0.1:" + port;
  }
}
