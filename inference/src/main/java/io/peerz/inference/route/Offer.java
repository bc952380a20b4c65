package io.peerz.inference.route;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.util.Objects;

/**
 * One node's offer to compute one shard.
 *
 * @param operator who answers for the node with stake
 * @param signer whose signature the node's receipts carry
 * @param spkiHash SHA-256 of the public key that the node's TLS certificate must carry
 * @param pricePerGcuWei wei per 10^9 MACs
 * @param wholeShard the node computes all layers of the shard or none; otherwise a route may enter
 *     late and leave early
 */
public record Offer(
    Digest nodeId,
    Address operator,
    Address signer,
    BigInteger stakeWei,
    ShardId shard,
    String host,
    int port,
    Digest spkiHash,
    BigInteger pricePerGcuWei,
    ServiceTime service,
    boolean wholeShard) {
  public Offer {
    Objects.requireNonNull(nodeId);
    Objects.requireNonNull(operator);
    Objects.requireNonNull(signer);
    Require.uint(BAD_REQUEST, "stakeWei", stakeWei, 128);
    Objects.requireNonNull(shard);
    Require.that(!host.isBlank(), BAD_REQUEST, "an offer needs a host");
    Require.range(BAD_REQUEST, "port", port, 1, 0xffff);
    Objects.requireNonNull(spkiHash);
    Require.uint(BAD_REQUEST, "pricePerGcuWei", pricePerGcuWei, 96);
    Objects.requireNonNull(service);
  }

  /** Whether a hop may compute exactly the layers [start, end) here. */
  public boolean canServe(int start, int end) {
    return wholeShard
        ? shard.layerStart() == start && shard.layerEnd() == end
        : shard.covers(start, end);
  }

  public Offer withService(ServiceTime newService) {
    return new Offer(
        nodeId,
        operator,
        signer,
        stakeWei,
        shard,
        host,
        port,
        spkiHash,
        pricePerGcuWei,
        newService,
        wholeShard);
  }

  /** The wait for an engine with this queue, in nanoseconds. */
  long queueNanos() {
    return service.decodeNanos() * service.queuedTokens() * shard.layers();
  }
}
