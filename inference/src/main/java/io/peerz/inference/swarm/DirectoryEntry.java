package io.peerz.inference.swarm;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.inference.wire.NodeAddress;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/**
 * A node as registered.
 *
 * @param signer whose signature its receipts carry
 */
public record DirectoryEntry(
    Digest nodeId,
    Address operator,
    Address signer,
    BigInteger stakeWei,
    NodeAddress address,
    List<Listing> shards) {

  /** A shard that the node announced, and its price. */
  public record Listing(ShardId shard, BigInteger pricePerGcuWei) {
    public Listing {
      Objects.requireNonNull(shard);
      Require.uint(BAD_REQUEST, "pricePerGcuWei", pricePerGcuWei, 96);
    }
  }

  public DirectoryEntry {
    Objects.requireNonNull(nodeId);
    Objects.requireNonNull(operator);
    Objects.requireNonNull(signer);
    Require.uint(BAD_REQUEST, "stakeWei", stakeWei, 128);
    Objects.requireNonNull(address);
    shards = List.copyOf(shards);
  }
}
