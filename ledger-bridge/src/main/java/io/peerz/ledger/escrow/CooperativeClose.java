package io.peerz.ledger.escrow;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;

/** A node's consent to close a channel at once with a final amount; signed with the node's key. */
public record CooperativeClose(Digest channelId, BigInteger finalAmountWei) {
  private static final Digest TYPE_HASH =
      Keccak.hash("CooperativeClose(bytes32 channelId,uint128 finalAmount)");

  public Digest structHash() {
    return new AbiWriter(3).digest(TYPE_HASH).digest(channelId).uint(finalAmountWei).hash();
  }
}
