package io.peerz.ledger.registry;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;

/** What a node offers of one model, as registered on chain. */
public record RegisteredShard(
    Digest modelId,
    int layerStart,
    int layerEnd,
    int profile,
    BigInteger pricePerGcuWei,
    long validUntilSeconds) {

  public ShardId shard() {
    return new ShardId(modelId, layerStart, layerEnd);
  }
}
