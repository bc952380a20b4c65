package io.peerz.node.cli;

import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.model.ModelDesk;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.config.SettingKey;
import io.peerz.proof.manifest.ModelManifest;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz model register}: tells the network of a model, so that nodes may serve it. */
@Command(name = "register", description = "Put a model's id on chain; anybody may, once.")
final class ModelRegister extends PeerzAction {
  @Parameters(paramLabel = "MODEL", description = "name or folder")
  private String model;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "exact, or fast: the same weights with results within a tolerance")
  private String engine;

  @Override
  protected void addFlags(Map<SettingKey, String> flags) {
    GlobalOptions.put(flags, SettingKey.ENGINE, engine);
  }

  @Override
  protected int run(Cli cli) {
    ModelManifest manifest = ModelCommand.folder(cli, model).manifest();
    try (NetworkAccess network = cli.network()) {
      ModelDesk desk = new ModelDesk(network.chain());
      boolean known = desk.find(manifest.modelId()).isPresent();
      if (!known) {
        cli.confirm(summary(cli, network, manifest));
        TransactionSender sender = network.sendAs(cli.unlock(cli.accountName()));
        desk.register(sender, manifest);
      }
      cli.print(
          "model.register",
          Map.of("name", manifest.name(), "modelId", manifest.modelId().hex(), "known", known),
          () ->
              "✔ model '%s' (%s) %s on %s"
                  .formatted(
                      manifest.name(),
                      manifest.modelId().shortHex(),
                      known ? "was registered already" : "is registered",
                      network.network().name()));
    }
    return ExitCodes.OK;
  }

  private static String summary(Cli cli, NetworkAccess network, ModelManifest manifest) {
    return "Register model '%s' (%s) on %s; account %s pays the gas"
        .formatted(
            manifest.name(),
            manifest.modelId().shortHex(),
            network.network().name(),
            cli.accountName());
  }
}
