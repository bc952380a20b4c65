package io.peerz.devnet.cli;

import io.peerz.devnet.chain.DevGenesis;
import io.peerz.devnet.chain.ExternalChain;
import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevParameters;
import io.peerz.devnet.network.Founding;
import io.peerz.inference.weights.ModelFolder;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import io.peerz.node.config.SettingKey;
import io.peerz.node.data.ModelPlace;
import io.peerz.node.data.NetworkFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peerz devnet deploy}: founds a network on a chain that runs elsewhere. */
@Command(
    name = "deploy",
    description = "Deploy the contracts and register the model on a chain that runs elsewhere.")
final class DevnetDeploy extends PeerzAction {
  @Option(
      names = "--chain",
      required = true,
      paramLabel = "URL",
      description = "JSON-RPC of a chain made by `peerz devnet genesis`")
  private URI chain;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "names the contracts; everybody adds it with `peerz network add`",
      defaultValue = "deployment.json")
  private Path out;

  @Override
  protected int run(Cli cli) {
    new ExternalChain(chain, DevGenesis.CHAIN_ID).start();
    Path model = ModelPlace.find(cli.home(), cli.settings().get(SettingKey.MODEL));
    Path file = out.toAbsolutePath().normalize();
    Founding.found(chain, DevParameters.quick(), ModelFolder.open(model).manifest(), List.of())
        .write(file);
    Path password = DevAccounts.prepare(cli.home());
    String name = cli.settings().get(SettingKey.NETWORK);
    new NetworkFile(name, chain, file).write(cli.home());
    cli.print(
        "devnet.deploy",
        Map.of("network", name, "deployment", file.toString(), "password", password.toString()),
        () ->
            "✔ network '%s'; give %s to everybody; accounts %s and %s are here, their password in %s"
                .formatted(name, file, DevAccounts.DEPLOYER, DevAccounts.WALLET, password));
    return ExitCodes.OK;
  }
}
