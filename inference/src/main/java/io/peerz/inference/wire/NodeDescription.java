package io.peerz.inference.wire;

import io.peerz.proof.id.Digest;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.util.List;

/** What a node says of itself in answer to Describe. */
public record NodeDescription(Digest nodeId, List<Shard> shards, int freeSessions) {
  public NodeDescription {
    shards = List.copyOf(shards);
  }

  /**
   * One shard that the node serves.
   *
   * @param prefillNanosPerLayerToken zero while unknown
   * @param decodeNanosPerLayerToken zero while unknown
   * @param queuedTokens tokens that wait for the engine
   */
  public record Shard(
      ShardId shard,
      int profile,
      BigInteger pricePerGcuWei,
      int maxPositions,
      long prefillNanosPerLayerToken,
      long decodeNanosPerLayerToken,
      int queuedTokens) {}
}
