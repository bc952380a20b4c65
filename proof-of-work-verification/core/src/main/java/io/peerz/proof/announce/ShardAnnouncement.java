package io.peerz.proof.announce;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import io.peerz.proof.id.ShardId;
import java.math.BigInteger;
import java.util.Objects;

/**
 * A node's signed offer to serve layers [layerStart, layerEnd) of a model.
 *
 * @param profile 0 bit-exact, 1 within a tolerance
 * @param pricePerGcuWei wei per 10^9 MACs (uint96)
 * @param endpointHash hash of the endpoint and of the TLS key that answers there
 * @param seq a higher number replaces a lower one
 * @param validUntilSeconds last second of the offer (uint40)
 */
public record ShardAnnouncement(
    Digest nodeId,
    Digest modelId,
    int layerStart,
    int layerEnd,
    int profile,
    BigInteger pricePerGcuWei,
    Digest endpointHash,
    long seq,
    long validUntilSeconds) {
  public static final String TYPE =
      "ShardAnnouncement(bytes32 nodeId,bytes32 modelId,uint16 layerStart,uint16 layerEnd,"
          + "uint8 profile,uint96 pricePerGcu,bytes32 endpointHash,uint64 seq,uint40 validUntil)";
  private static final Digest TYPE_HASH = Keccak.hash(TYPE);

  public ShardAnnouncement {
    Objects.requireNonNull(nodeId);
    Objects.requireNonNull(modelId);
    Objects.requireNonNull(endpointHash);
    Require.range(BAD_REQUEST, "layerEnd", layerEnd, 1, 0xffff);
    Require.range(BAD_REQUEST, "layerStart", layerStart, 0, layerEnd - 1L);
    Require.uint(BAD_REQUEST, "profile", profile, 8);
    Require.uint(BAD_REQUEST, "pricePerGcuWei", pricePerGcuWei, 96);
    Require.range(BAD_REQUEST, "seq", seq, 0, Long.MAX_VALUE);
    Require.uint(BAD_REQUEST, "validUntilSeconds", validUntilSeconds, 40);
  }

  public ShardId shard() {
    return new ShardId(modelId, layerStart, layerEnd);
  }

  public Digest structHash() {
    return new AbiWriter(10)
        .digest(TYPE_HASH)
        .digest(nodeId)
        .digest(modelId)
        .uint(layerStart)
        .uint(layerEnd)
        .uint(profile)
        .uint(pricePerGcuWei)
        .digest(endpointHash)
        .uint(seq)
        .uint(validUntilSeconds)
        .hash();
  }
}
