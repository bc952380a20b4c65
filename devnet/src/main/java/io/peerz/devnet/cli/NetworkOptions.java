package io.peerz.devnet.cli;

import io.peerz.devnet.chain.ChainChoice;
import io.peerz.devnet.chain.DevChain;
import io.peerz.devnet.chain.DevGenesis;
import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.devnet.network.DevParameters;
import io.peerz.devnet.network.DevnetFolder;
import io.peerz.devnet.network.NetworkPlan;
import io.peerz.devnet.network.NodePlan;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.cli.Cli;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.ModelPlace;
import io.peerz.node.data.PeerzHome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a local network is made of; shared by the commands that start one. */
final class NetworkOptions {
  private static final long STAKE_PRZ = 5_000;

  @Option(
      names = "--chain",
      paramLabel = "besu|anvil|URL",
      description = "the chain; without it a local Besu where there is one, otherwise anvil",
      defaultValue = "auto")
  private String chain;

  @Option(
      names = "--validators",
      paramLabel = "1|4",
      description = "of a local Besu",
      defaultValue = "1")
  private int validators;

  DevChain chain(PeerzHome home, int port) {
    DevGenesis genesis = DevGenesis.funding(List.of(DevKeys.of(DevAccounts.DEPLOYER).address()));
    Path folder = new DevnetFolder(home.devnet()).chain();
    return ChainChoice.here().make(chain, validators, genesis, folder, port);
  }

  NetworkPlan plan(Cli cli, int nodes, int apiPort) {
    Path model = ModelPlace.find(cli.home(), cli.settings().get(SettingKey.MODEL));
    int layers = ModelFolder.open(model).config().geometry().layers();
    return new NetworkPlan(
            NodePlan.halves(nodes, layers),
            model,
            DevParameters.prz(STAKE_PRZ),
            DevParameters.quick(),
            apiPort)
        .withSettings(
            Map.of(
                SettingKey.ENGINE.environmentName(),
                cli.arithmetic().label(),
                SettingKey.COLLECT_FEES.environmentName(),
                cli.settings().get(SettingKey.COLLECT_FEES)));
  }
}
