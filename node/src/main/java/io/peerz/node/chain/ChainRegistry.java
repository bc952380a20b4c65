package io.peerz.node.chain;

import io.peerz.inference.gossip.Registry;
import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.ledger.registry.NodeDirectory;
import io.peerz.ledger.registry.RegisteredNode;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The nodes that the chain lets serve: registered, not jailed, with enough stake. Blocking. */
public final class ChainRegistry implements Registry {
  private final NodeDirectory directory;

  public ChainRegistry(NodeDirectory directory) {
    this.directory = directory;
  }

  @Override
  public List<DirectoryEntry> all() {
    BigInteger leastWei = directory.minStakeWei();
    return directory.all().stream()
        .filter(node -> mayServe(node, leastWei))
        .map(ChainRegistry::entry)
        .toList();
  }

  @Override
  public Optional<DirectoryEntry> find(Digest nodeId) {
    BigInteger leastWei = directory.minStakeWei();
    return directory
        .byId(nodeId)
        .filter(node -> mayServe(node, leastWei))
        .map(ChainRegistry::entry);
  }

  private static boolean mayServe(RegisteredNode node, BigInteger leastWei) {
    return !node.jailed() && node.stakeWei().compareTo(leastWei) >= 0;
  }

  private static DirectoryEntry entry(RegisteredNode node) {
    return new DirectoryEntry(
        node.nodeId(),
        node.owner(),
        node.signer(),
        node.stakeWei(),
        new NodeAddress(node.endpoint().host(), node.endpoint().port(), node.spkiHash()),
        List.of());
  }
}
