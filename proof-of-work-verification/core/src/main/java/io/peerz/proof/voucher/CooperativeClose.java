package io.peerz.proof.voucher;

import static io.peerz.proof.error.ErrorCode.BAD_VOUCHER;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.Objects;

/**
 * A node's word that it will redeem no more of a channel, so that the payer's rest returns at once.
 *
 * @param finalAmountWei all that the channel pays in total (uint128)
 */
public record CooperativeClose(Digest channelId, BigInteger finalAmountWei) {
  public static final String TYPE = "CooperativeClose(bytes32 channelId,uint128 finalAmount)";
  private static final Digest TYPE_HASH = Keccak.hash(TYPE);

  public CooperativeClose {
    Objects.requireNonNull(channelId);
    Require.uint(BAD_VOUCHER, "finalAmountWei", finalAmountWei, 128);
  }

  public Digest structHash() {
    return new AbiWriter(3).digest(TYPE_HASH).digest(channelId).uint(finalAmountWei).hash();
  }
}
