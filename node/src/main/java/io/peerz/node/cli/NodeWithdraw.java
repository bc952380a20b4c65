package io.peerz.node.cli;

import io.peerz.ledger.chain.ConfirmedTx;
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
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code peerz node withdraw}: takes out what has waited long enough. */
@Command(name = "withdraw", description = "Take out stake whose unbonding time is over.")
final class NodeWithdraw extends NodeAction {
  @Override
  protected int run(Cli cli) {
    NodeFolder folder = folder(cli);
    NodeSettings settings = folder.settings();
    try (NetworkAccess network = cli.network(settings.network())) {
      RegisteredNode node = NodeUnstake.registered(network, folder, settings.name());
      SigningKey owner = cli.unlock(settings.owner());
      StakeDesk desk = new StakeDesk(network.chain(), network.sendAs(owner), owner);
      List<Unbonding> ripe = ripe(desk.unbondings(node.nodeId()), network);
      cli.confirm(
          "Withdraw %d parts of stake of node %s to owner %s (%s)"
              .formatted(
                  ripe.size(), settings.name(), node.owner().checksum(), network.network().name()));
      for (Unbonding part : ripe) {
        ConfirmedTx done = desk.withdraw(node.nodeId(), part.index());
        Done.print(
            cli,
            "node.withdraw",
            "withdrew %s PRZ".formatted(Amounts.exact(part.amountWei())),
            done);
      }
    }
    return ExitCodes.OK;
  }

  private static List<Unbonding> ripe(List<Unbonding> all, NetworkAccess network) {
    long now = network.chain().headTimeSeconds();
    List<Unbonding> ripe = all.stream().filter(part -> part.releaseAtSeconds() <= now).toList();
    if (ripe.isEmpty()) {
      String when =
          all.stream().mapToLong(Unbonding::releaseAtSeconds).min().stream()
              .mapToObj(at -> "the next part is free at " + Instant.ofEpochSecond(at))
              .findFirst()
              .orElse("nothing is unbonding; begin with: peerz node unstake AMOUNT");
      throw new PeerzException(ErrorCode.BAD_REQUEST, "nothing can be withdrawn now: " + when);
    }
    return ripe;
  }
}
