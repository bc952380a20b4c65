package io.peerz.node.cli;

import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.ledger.stake.StakeDesk;
import io.peerz.ledger.stake.Unbonding;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.data.NodeFolder;
import io.peerz.node.data.NodeSettings;
import io.peerz.node.units.Amounts;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code peerz node unstake}: starts the way out. */
@Command(
    name = "unstake",
    description = "Begin to take stake out; it can be slashed until withdrawn.")
final class NodeUnstake extends NodeAction {
  @Parameters(paramLabel = "AMOUNT|all", description = "PRZ to take out, or all that is free")
  private String amount;

  @Override
  protected int run(Cli cli) {
    NodeFolder folder = folder(cli);
    NodeSettings settings = folder.settings();
    try (NetworkAccess network = cli.network(settings.network())) {
      RegisteredNode node = registered(network, folder, settings.name());
      BigInteger wei =
          amount.equals("all") ? node.stakeWei().subtract(node.lockedWei()) : Amounts.toWei(amount);
      cli.confirm(
          "Take %s PRZ out of the stake of node %s (%s); below the minimum it stops earning"
              .formatted(Amounts.exact(wei), settings.name(), network.network().name()));
      SigningKey owner = cli.unlock(settings.owner());
      StakeDesk desk = new StakeDesk(network.chain(), network.sendAs(owner), owner);
      Unbonding unbonding = desk.requestUnbond(node.nodeId(), wei);
      cli.print(
          "node.unstake",
          Map.of(
              "index", unbonding.index(),
              "amount", unbonding.amountWei().toString(),
              "unit", "wei",
              "releaseAtSeconds", unbonding.releaseAtSeconds()),
          () ->
              "✔ %s PRZ can be withdrawn from %s on; next: peerz node withdraw"
                  .formatted(
                      Amounts.exact(unbonding.amountWei()),
                      Instant.ofEpochSecond(unbonding.releaseAtSeconds())));
    }
    return ExitCodes.OK;
  }

  static RegisteredNode registered(NetworkAccess network, NodeFolder folder, String name) {
    return new NodeDirectory(network.chain())
        .bySigner(folder.signerAddress())
        .orElseThrow(
            () ->
                new PeerzException(
                    ErrorCode.NOT_FOUND,
                    "node '%s' is not registered on this network; next: peerz node stake AMOUNT --node %s"
                        .formatted(name, name)));
  }
}
