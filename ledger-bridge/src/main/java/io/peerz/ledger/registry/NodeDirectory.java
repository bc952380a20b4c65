package io.peerz.ledger.registry;

import io.peerz.contracts.NodeRegistry;
import io.peerz.ledger.chain.ChainClient;
import io.peerz.ledger.chain.Contracts;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.web3j.tuples.generated.Tuple2;

/**
 * Looks nodes up in the registry. What strangers registered may be nonsense: a node whose endpoint
 * does not read as host:port is left out. Blocking: for virtual threads.
 */
public final class NodeDirectory {
  private static final int PAGE = 256;
  private static final BigInteger SERVES = BigInteger.ONE;
  private static final BigInteger JAILED = BigInteger.TWO;

  private final ChainClient chain;
  private final Contracts contracts;

  public NodeDirectory(ChainClient chain) {
    this.chain = chain;
    this.contracts = chain.contracts();
  }

  /** Nodes that may serve and have a valid offer for a model, in order of registration. */
  public List<RegisteredNode> active(Digest modelId) {
    long now = chain.headTimeSeconds();
    List<RegisteredNode> found = new ArrayList<>();
    for (Digest nodeId : nodeIds()) {
      RegisteredShard shard = shard(nodeId, modelId);
      if (shard.layerEnd() > 0 && shard.validUntilSeconds() > now && mayServe(nodeId)) {
        read(nodeId, List.of(shard)).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Every registered node, without offers. */
  public List<RegisteredNode> all() {
    return nodeIds().stream().flatMap(id -> byId(id).stream()).toList();
  }

  public Optional<RegisteredNode> byId(Digest nodeId) {
    return read(nodeId, List.of());
  }

  /** As {@link #byId(Digest)}, with the node's offer for one model if it made any. */
  public Optional<RegisteredNode> byId(Digest nodeId, Digest modelId) {
    RegisteredShard shard = shard(nodeId, modelId);
    return read(nodeId, shard.layerEnd() > 0 ? List.of(shard) : List.of());
  }

  /** What a node must have staked before it may serve. */
  public BigInteger minStakeWei() {
    return contracts.read(contracts.nodeRegistry().minStake());
  }

  /** The node that a signing key belongs to or ever belonged to. */
  public Optional<RegisteredNode> bySigner(Address signer) {
    Digest nodeId = Digest.of(contracts.read(contracts.nodeRegistry().nodeOfSigner(signer.hex())));
    return nodeId.equals(Digest.ZERO) ? Optional.empty() : byId(nodeId);
  }

  private List<Digest> nodeIds() {
    List<Digest> ids = new ArrayList<>();
    int before;
    do {
      before = ids.size();
      List<?> page =
          contracts.read(
              contracts
                  .nodeRegistry()
                  .nodeIds(BigInteger.valueOf(before), BigInteger.valueOf(PAGE)));
      page.forEach(id -> ids.add(Digest.of((byte[]) id)));
    } while (ids.size() == before + PAGE);
    return ids;
  }

  private boolean mayServe(Digest nodeId) {
    return contracts.read(
        contracts.nodeRegistry().isEligible(nodeId.bytes(), SERVES, BigInteger.ZERO));
  }

  private RegisteredShard shard(Digest nodeId, Digest modelId) {
    NodeRegistry.Shard shard =
        contracts.read(contracts.nodeRegistry().shardOf(nodeId.bytes(), modelId.bytes()));
    return new RegisteredShard(
        modelId,
        shard.layerStart.intValueExact(),
        shard.layerEnd.intValueExact(),
        shard.profile.intValueExact(),
        shard.pricePerGcu,
        shard.validUntil.longValueExact());
  }

  private Optional<RegisteredNode> read(Digest nodeId, List<RegisteredShard> shards) {
    NodeRegistry.Node node = contracts.read(contracts.nodeRegistry().node(nodeId.bytes()));
    if (Address.ofHex(node.owner).equals(Address.ZERO)) {
      return Optional.empty();
    }
    Tuple2<String, byte[]> endpoint =
        contracts.read(contracts.nodeRegistry().endpointOf(nodeId.bytes()));
    return Endpoint.parse(endpoint.component1())
        .map(at -> of(nodeId, node, at, Digest.of(endpoint.component2()), shards));
  }

  private static RegisteredNode of(
      Digest nodeId,
      NodeRegistry.Node node,
      Endpoint endpoint,
      Digest spkiHash,
      List<RegisteredShard> shards) {
    return new RegisteredNode(
        nodeId,
        Address.ofHex(node.owner),
        Address.ofHex(node.signer),
        Address.ofHex(node.payout),
        endpoint,
        spkiHash,
        node.status.equals(JAILED),
        node.stake,
        node.locked,
        node.unbonding,
        shards);
  }
}
