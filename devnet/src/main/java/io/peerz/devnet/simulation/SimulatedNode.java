package io.peerz.devnet.simulation;

import io.peerz.inference.serve.NodeIdentity;
import io.peerz.inference.swarm.DirectoryEntry;
import io.peerz.inference.wire.NodeAddress;
import io.peerz.inference.wire.NodeDescription;
import io.peerz.proof.announce.NodeBinding;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import io.peerz.proof.sign.SigningKey;
import java.math.BigInteger;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A node that only exists in simulated time.
 *
 * @param description what it says of itself
 */
record SimulatedNode(
    NodeIdentity identity,
    NodeAddress address,
    Place place,
    NodeDescription description,
    GossipParty party) {
  private static final double MEDIAN_LAYER_NANOS = 1_500_000;

  Digest nodeId() {
    return identity.nodeId();
  }

  ShardId shard() {
    return description.shards().getFirst().shard();
  }

  /** As the chain has it. */
  DirectoryEntry entry() {
    return entry(identity, address, shard());
  }

  static DirectoryEntry entry(NodeIdentity identity, NodeAddress address, ShardId shard) {
    return new DirectoryEntry(
        identity.nodeId(),
        identity.key().address(),
        identity.key().address(),
        BigInteger.ONE,
        address,
        List.of(new DirectoryEntry.Listing(shard, BigInteger.ONE)));
  }

  /** A key and an address that no other number has. */
  static NodeIdentity identity(int number) {
    SigningKey key = SigningKey.of(Keccak.hash("simulated node " + number).bytes());
    return new NodeIdentity(NodeBinding.nodeIdOf(key.address()), key);
  }

  static NodeAddress address(int number) {
    return new NodeAddress("node-" + number, 1, Keccak.hash("tls key " + number));
  }

  static NodeDescription description(Digest nodeId, ShardId shard, long layerNanos) {
    return new NodeDescription(
        nodeId,
        List.of(
            new NodeDescription.Shard(shard, 0, BigInteger.ONE, 4096, layerNanos, layerNanos, 0)),
        64);
  }

  /** Of one layer and token, as machines have them: log-normal. */
  static long layerNanos(RandomGenerator random) {
    return Math.round(MEDIAN_LAYER_NANOS * Math.exp(0.6 * random.nextGaussian()));
  }
}
