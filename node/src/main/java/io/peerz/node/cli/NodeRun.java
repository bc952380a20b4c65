package io.peerz.node.cli;

import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.NodeFolder;
import io.peerz.node.data.NodeService;
import io.peerz.node.data.NodeSettings;
import io.peerz.node.data.PortsFile;
import io.peerz.node.finetune.StageSettings;
import io.peerz.node.serve.AutoLayers;
import io.peerz.node.serve.NodeSetup;
import io.peerz.node.serve.ServingNode;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.sign.SigningKey;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz node run}: serves until it is told to stop. */
@Command(name = "run", description = "Serve shards until stopped.")
final class NodeRun extends NodeAction {
  private static final long MIB = 1 << 20;

  @Option(
      names = "--services",
      paramLabel = "LIST",
      description = "serve, train, evaluate, with commas (default: as the node was set up)")
  private String services;

  @Option(
      names = "--layers",
      paramLabel = "auto",
      description = "auto: move to where the network needs this node, if that is worth it")
  private String layers;

  @Option(
      names = "--most-layers",
      paramLabel = "N",
      description = "most layers that auto may choose; 0 means as many as memory holds")
  private String mostLayers;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "exact, or fast: quicker, as a model whose results lie within a tolerance")
  private String engine;

  @Option(
      names = "--stages",
      paramLabel = "LIST",
      description = "nodes whose layers to train through, ids or names, with commas")
  private String stages;

  @Option(
      names = "--lends-to",
      paramLabel = "LIST",
      description = "nodes that may train through this one's layers, ids or names, with commas")
  private String lendsTo;

  @Option(
      names = "--lazy",
      hidden = true,
      description = "train a fifth of each unit, to show what that earns")
  private boolean lazy;

  @Override
  protected void addFlags(Map<SettingKey, String> flags) {
    super.addFlags(flags);
    GlobalOptions.put(flags, SettingKey.MOST_LAYERS, mostLayers);
    GlobalOptions.put(flags, SettingKey.ENGINE, engine);
    GlobalOptions.put(flags, SettingKey.STAGES, stages);
    GlobalOptions.put(flags, SettingKey.LENDS_TO, lendsTo);
  }

  @Override
  protected int run(Cli cli) {
    NodeFolder folder = folder(cli);
    StageSettings trainsWith = stageSettings(cli, chosen(folder.settings()).services());
    PortsFile.remove(folder.ports());
    SigningKey signer = folder.unlockSigner(cli.signerPassword(folder.settings().name()));
    NetworkAccess network = cli.network(folder.settings().network());
    NodeSettings settings;
    try {
      settings = chosen(placed(cli, folder, signer, network));
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
    ServingNode node = start(network, setup(cli, folder, settings, trainsWith, signer));
    cli.print(
        "node.ready",
        Map.of(
            "name", settings.name(),
            "shard", PortsFile.read(folder.ports(), "shard").orElse(0),
            "http", PortsFile.read(folder.ports(), "http").orElse(0)),
        () -> "ready: node %s, ports in %s".formatted(settings.name(), folder.ports()));
    UntilStopped.hold(node, network);
    return ExitCodes.OK;
  }

  private static ServingNode start(NetworkAccess network, NodeSetup setup) {
    try {
      return ServingNode.start(setup, network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** With {@code --layers auto}, the settings may get another layer range; they are kept. */
  private NodeSettings placed(
      Cli cli, NodeFolder folder, SigningKey signer, NetworkAccess network) {
    NodeSettings settings = folder.settings();
    if (layers == null) {
      return settings;
    }
    Require.that(
        layers.equals(LayerRange.AUTO),
        ErrorCode.BAD_REQUEST,
        "node run takes --layers auto only; a fixed range is set up with: peerz node init");
    AutoLayers auto =
        new AutoLayers(
            network,
            ModelFolder.open(settings.model()).in(cli.arithmetic()),
            LayerRange.mostLayers(cli.settings()));
    return auto.better(
            NodeBinding.nodeIdOf(signer.address()), settings.layerStart(), settings.layerEnd())
        .map(place -> settings.withLayers(place.layerStart(), place.layerEnd()))
        .map(
            moved -> {
              folder.write(moved);
              return moved;
            })
        .orElse(settings);
  }

  /** The services of the command line, of those that the node was set up for. */
  private NodeSettings chosen(NodeSettings settings) {
    return services == null ? settings : settings.withServices(NodeService.parse(services));
  }

  private static StageSettings stageSettings(Cli cli, Set<NodeService> services) {
    StageSettings settings = StageOptions.read(cli);
    settings.requireFit(services);
    return settings;
  }

  private NodeSetup setup(
      Cli cli,
      NodeFolder folder,
      NodeSettings settings,
      StageSettings trainsWith,
      SigningKey signer) {
    int threads = cli.settings().integer(SettingKey.THREADS, 0, 1024);
    return new NodeSetup(
        folder,
        settings,
        signer,
        cli.settings().integer(SettingKey.SESSIONS, 1, 100_000),
        cli.settings().integer(SettingKey.CACHE_MIB, 1, 1 << 20) * MIB,
        cli.settings().integer(SettingKey.PREFIX_MIB, 0, 1 << 20) * MIB,
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        cli.arithmetic(),
        trainsWith,
        cli.settings().yes(SettingKey.COLLECT_FEES),
        lazy);
  }
}
