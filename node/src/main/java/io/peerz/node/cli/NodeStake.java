package io.peerz.node.cli;

import io.peerz.inference.wire.TlsIdentity;
import io.peerz.ledger.chain.ConfirmedTx;
import io.peerz.ledger.chain.Intents;
import io.peerz.ledger.chain.PreparedCall;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.finetune.CommitteeDesk;
import io.peerz.ledger.registry.Endpoint;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.stake.Registration;
import io.peerz.ledger.stake.StakeDesk;
import io.peerz.node.chain.NetworkAccess;
import io.peerz.node.data.NodeFolder;
import io.peerz.node.data.NodeService;
import io.peerz.node.data.NodeSettings;
import io.peerz.node.units.Amounts;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code peerz node stake}: registers the node if it is new, and stakes for it. */
@Command(name = "stake", description = "Stake PRZ for a node, registering it the first time.")
final class NodeStake extends NodeAction {
  @Parameters(paramLabel = "AMOUNT", description = "PRZ to stake")
  private String amount;

  @Option(
      names = "--gas",
      paramLabel = "ETH",
      defaultValue = "0",
      description = "also send this much of the chain's coin to the node's signer")
  private String gas;

  @Override
  protected int run(Cli cli) {
    NodeFolder folder = folder(cli);
    NodeSettings settings = folder.settings();
    BigInteger stakeWei = Amounts.toWei(amount);
    BigInteger gasWei = Amounts.toWei(gas);
    try (NetworkAccess network = cli.network(settings.network())) {
      cli.confirm(summary(cli, network, settings, stakeWei));
      SigningKey owner = cli.unlock(settings.owner());
      SigningKey signer = folder.unlockSigner(cli.signerPassword(settings.name()));
      TransactionSender sender = network.sendAs(owner);
      StakeDesk desk = new StakeDesk(network.chain(), sender, owner);
      Digest nodeId = desk.register(signer, registration(folder, settings, owner));
      if (gasWei.signum() > 0) {
        sender.send(PreparedCall.transfer(Intents.unique("gas"), signer.address(), gasWei));
      }
      ConfirmedTx done = desk.stake(nodeId, stakeWei);
      joinCommittee(network, sender, settings, nodeId);
      Done.print(cli, "node.stake", "staked %s PRZ".formatted(Amounts.exact(stakeWei)), done);
    }
    return ExitCodes.OK;
  }

  /** Only members are drawn to evaluate. */
  private static void joinCommittee(
      NetworkAccess network, TransactionSender sender, NodeSettings settings, Digest nodeId) {
    if (settings.services().contains(NodeService.EVALUATE)) {
      CommitteeDesk committee = new CommitteeDesk(network.chain(), sender);
      if (committee.weightOf(nodeId).signum() == 0) {
        committee.join(nodeId);
      }
    }
  }

  private static String summary(
      Cli cli, NetworkAccess network, NodeSettings settings, BigInteger stakeWei) {
    BigInteger minimumWei = new NodeDirectory(network.chain()).minStakeWei();
    return """
        Stake %s PRZ from owner %s %s for node %s into the registry %s (%s)
          minimum %s PRZ; it can be taken out again after the unbonding time
          at risk: up to all of it, for a receipt that is proved false"""
        .formatted(
            Amounts.exact(stakeWei),
            settings.owner(),
            cli.accounts().address(settings.owner()).checksum(),
            settings.name(),
            network.deployment().nodeRegistry().checksum(),
            network.network().name(),
            Amounts.exact(minimumWei));
  }

  /** Port 0 cannot be registered; the running node tells its real port. */
  private static Registration registration(
      NodeFolder folder, NodeSettings settings, SigningKey owner) {
    int port = Math.max(1, settings.endpoint().port());
    return new Registration(
        owner.address(),
        NodeService.roles(settings.services()),
        new Endpoint(settings.endpoint().host(), port),
        TlsIdentity.loadOrCreate(folder.tls()).spkiHash());
  }
}
