package io.peerz.devnet.cli;

import io.peerz.devnet.chain.DevGenesis;
import io.peerz.devnet.chain.ValidatorKits;
import io.peerz.devnet.network.DevAccounts;
import io.peerz.devnet.network.DevKeys;
import io.peerz.node.cli.Cli;
import io.peerz.node.cli.ExitCodes;
import io.peerz.node.cli.PeerzAction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code peerz devnet genesis}: a folder to copy to each machine of a Besu network. */
@Command(
    name = "genesis",
    description = "Write what the validators of a Besu network over several machines need.")
final class DevnetGenesis extends PeerzAction {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "does not exist yet")
  private Path folder;

  @Parameters(
      index = "1..*",
      arity = "1..16",
      paramLabel = "HOST",
      description = "address of each machine; four can lose one and go on")
  private List<String> hosts;

  @Override
  protected int run(Cli cli) {
    DevGenesis genesis = DevGenesis.funding(List.of(DevKeys.of(DevAccounts.DEPLOYER).address()));
    ValidatorKits.write(folder, genesis, hosts);
    cli.print(
        "devnet.genesis",
        Map.of("folder", folder.toString(), "validators", hosts.size()),
        () ->
            "✔ %d validators in %s; copy each folder to its machine and start its ./run, then: peerz devnet deploy --chain http://%s:8545"
                .formatted(hosts.size(), folder, hosts.getFirst()));
    return ExitCodes.OK;
  }
}
