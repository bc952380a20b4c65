package io.peerz.inference.swarm;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.inference.route.ServiceTime;
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

  /**
   * A shard that the node announced, and its price.
   *
   * @param said what the node says of its speed and queue, kept up to date by whoever lists it;
   *     {@link ServiceTime#UNKNOWN} where it has to be asked
   */
  public record Listing(ShardId shard, BigInteger pricePerGcuWei, ServiceTime said) {
    public Listing {
      Objects.requireNonNull(shard);
      Require.uint(BAD_REQUEST, "pricePerGcuWei", pricePerGcuWei, 96);
      Objects.requireNonNull(said);
    }

    /** A shard of which no more is listed. */
    public Listing(ShardId shard, BigInteger pricePerGcuWei) {
      this(shard, pricePerGcuWei, ServiceTime.UNKNOWN);
    }

    boolean isSaid() {
      return !said.equals(ServiceTime.UNKNOWN);
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
