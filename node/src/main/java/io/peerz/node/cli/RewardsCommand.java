package io.peerz.node.cli;

import io.peerz.ledger.claim.BatchStatus;
import io.peerz.ledger.claim.BatchView;
import io.peerz.ledger.claim.RewardDesk;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.data.NodeFolder;
import io.peerz.node.data.NodeSettings;
import io.peerz.node.units.Amounts;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code peerz rewards}: what a node's batches earned. A running node claims by itself. */
@Command(
    name = "rewards",
    description = "Batches of a node and the rewards for them.",
    subcommands = {RewardsCommand.ListAll.class, RewardsCommand.Claim.class, RewardsExplain.class})
public final class RewardsCommand {
  private RewardsCommand() {}

  @Command(name = "list", description = "Every batch that the node committed.")
  static final class ListAll extends NodeAction {
    @Override
    protected int run(Cli cli) {
      NodeFolder folder = folder(cli);
      NodeSettings settings = folder.settings();
      Digest nodeId = NodeBinding.nodeIdOf(folder.signerAddress());
      try (NetworkAccess network = cli.network(settings.network())) {
        List<BatchView> batches = RewardDesk.reading(network.chain()).batches(nodeId);
        cli.print(
            "rewards.list",
            Map.of("unit", "wei", "batches", batches.stream().map(ListAll::fields).toList()),
            () -> text(batches));
      }
      return ExitCodes.OK;
    }

    private static Map<String, Object> fields(BatchView batch) {
      return Map.of(
          "epoch", batch.epoch(),
          "batchId", batch.batchId().hex(),
          "status", batch.status().name(),
          "macs", batch.totalMacs().toString(),
          "onTimeMacs", batch.onTimeMacs().toString(),
          "fees", batch.totalFeesWei().toString(),
          "receipts", batch.leaves(),
          "transaction", batch.committedTx().hex());
    }

    private static String text(List<BatchView> batches) {
      if (batches.isEmpty()) {
        return "no batches yet; they come at the end of an epoch with receipts";
      }
      return batches.stream()
          .map(
              batch ->
                  "epoch %-6d %-10s %4d receipts  fees %s PRZ  tx %s"
                      .formatted(
                          batch.epoch(),
                          batch.status(),
                          batch.leaves(),
                          Amounts.exact(batch.totalFeesWei()),
                          batch.committedTx().hex()))
          .collect(Collectors.joining("\n"));
    }
  }

  @Command(name = "claim", description = "Finalize and claim what is due; the owner pays the gas.")
  static final class Claim extends NodeAction {
    @Override
    protected int run(Cli cli) {
      NodeFolder folder = folder(cli);
      NodeSettings settings = folder.settings();
      Digest nodeId = NodeBinding.nodeIdOf(folder.signerAddress());
      try (NetworkAccess network = cli.network(settings.network())) {
        List<BatchView> due = due(RewardDesk.reading(network.chain()).batches(nodeId), network);
        cli.confirm(
            "Claim the rewards of %d batches of node %s (%s)"
                .formatted(due.size(), settings.name(), network.network().name()));
        SigningKey owner = cli.unlock(settings.owner());
        RewardDesk desk = new RewardDesk(network.chain(), network.sendAs(owner));
        due.forEach(batch -> claim(cli, desk, batch));
      }
      return ExitCodes.OK;
    }

    private static void claim(Cli cli, RewardDesk desk, BatchView batch) {
      if (batch.status() == BatchStatus.COMMITTED) {
        desk.finalizeBatch(batch.batchId());
      }
      RewardDesk.Claim claim = desk.claim(batch.batchId());
      Done.print(
          cli,
          "rewards.claim",
          "claimed %s PRZ for epoch %d".formatted(Amounts.exact(claim.paidWei()), batch.epoch()),
          claim.transaction());
    }

    private static List<BatchView> due(List<BatchView> batches, NetworkAccess network) {
      long now = network.chain().headTimeSeconds();
      List<BatchView> due = batches.stream().filter(batch -> isDue(batch, now)).toList();
      if (due.isEmpty()) {
        throw new PeerzException(
            ErrorCode.BAD_REQUEST, "nothing to claim now; see: peerz rewards list");
      }
      return due;
    }

    private static boolean isDue(BatchView batch, long now) {
      boolean windowOver = batch.windowEndSeconds() > 0 && batch.windowEndSeconds() < now;
      return batch.status() == BatchStatus.FINALIZED
          || (batch.status() == BatchStatus.COMMITTED && windowOver);
    }
  }
}
