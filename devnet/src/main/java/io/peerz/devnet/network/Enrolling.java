package io.peerz.devnet.network;

import io.peerz.inference.wire.TlsIdentity;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.MemoryTransactionLog;
import io.peerz.ledger.chain.TransactionSender;
import io.peerz.ledger.finetune.CommitteeDesk;
import io.peerz.ledger.registry.Endpoint;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.stake.Registration;
import io.peerz.ledger.stake.StakeDesk;
import io.peerz.node.data.HostPort;
import io.peerz.node.data.NodeFolder;
import io.peerz.node.data.NodeService;
import io.peerz.node.data.NodeSettings;
import io.peerz.node.data.PeerzHome;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.nio.file.Path;

/**
 * Sets a node up and stakes for it: what {@code node init} and {@code node stake} do for a person.
 * Blocking.
 */
final class Enrolling {
  private static final BigInteger PRICE_PER_GCU_WEI = DevParameters.prz(1);

  private final PeerzHome home;
  private final String network;
  private final BigInteger stakeWei;

  Enrolling(PeerzHome home, String network, BigInteger stakeWei) {
    this.home = home;
    this.network = network;
    this.stakeWei = stakeWei;
  }

  /**
   * Writes the node's folder: its settings, its signer's key, its TLS key. Port 0 lets the running
   * node choose.
   */
  NodeFolder prepare(NodePlan plan, Path model, int port) {
    NodeFolder folder = home.node(plan.name());
    HostPort listen = new HostPort("127.0.0.1", port);
    folder.write(
        new NodeSettings(
            plan.name(),
            network,
            plan.owner(),
            model,
            plan.layerStart(),
            plan.layerEnd(),
            listen,
            listen,
            listen.withPort(0),
            PRICE_PER_GCU_WEI,
            plan.services()));
    if (!folder.hasSigner()) {
      folder.createSigner(DevAccounts.signer(plan), DevAccounts.password());
    }
    TlsIdentity.loadOrCreate(folder.tls());
    return folder;
  }

  /** Registers and stakes; a node that has its stake is left as it is. */
  Digest stake(ChainClient chain, NodePlan plan) {
    NodeFolder folder = home.node(plan.name());
    SigningKey owner = DevKeys.of(plan.owner());
    SigningKey signer = DevAccounts.signer(plan);
    Digest nodeId = NodeBinding.nodeIdOf(signer.address());
    if (new NodeDirectory(chain)
        .byId(nodeId)
        .filter(n -> n.stakeWei().compareTo(stakeWei) >= 0)
        .isPresent()) {
      return nodeId;
    }
    try (TransactionSender sender =
        TransactionSender.start(chain, owner, new MemoryTransactionLog())) {
      StakeDesk desk = new StakeDesk(chain, sender, owner);
      HostPort at = folder.settings().endpoint();
      Digest spkiHash = TlsIdentity.load(folder.tls()).spkiHash();
      desk.register(
          signer,
          new Registration(
              owner.address(),
              NodeService.roles(plan.services()),
              new Endpoint(at.host(), at.port()),
              spkiHash));
      desk.stake(nodeId, stakeWei);
      if (plan.services().contains(NodeService.EVALUATE)) {
        new CommitteeDesk(chain, sender).join(nodeId);
      }
      return nodeId;
    }
  }
}
