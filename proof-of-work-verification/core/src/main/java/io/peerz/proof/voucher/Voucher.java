package io.peerz.proof.voucher;

import static io.peerz.proof.error.ErrorCode.BAD_VOUCHER;

import io.peerz.proof.encode.AbiWriter;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import io.peerz.proof.id.Keccak;
import java.math.BigInteger;
import java.util.Objects;

/**
 * A payer's promise: all that this channel has paid so far. A later voucher replaces an earlier
 * one, so a lost message costs nothing.
 *
 * @param receiptHead struct hash of the last receipt paid for, which binds money to work
 */
public record Voucher(
    Digest channelId,
    BigInteger cumulativeAmountWei,
    BigInteger cumulativeMacs,
    Digest receiptHead) {
  public static final String TYPE =
      "Voucher(bytes32 channelId,uint128 cumulativeAmount,uint128 cumulativeMacs,"
          + "bytes32 receiptHead)";
  private static final Digest TYPE_HASH = Keccak.hash(TYPE);

  public Voucher {
    Objects.requireNonNull(channelId);
    Objects.requireNonNull(receiptHead);
    Require.uint(BAD_VOUCHER, "cumulativeAmountWei", cumulativeAmountWei, 128);
    Require.uint(BAD_VOUCHER, "cumulativeMacs", cumulativeMacs, 128);
  }

  /** The state of a channel that has paid nothing. */
  public static Voucher none(Digest channelId) {
    return new Voucher(channelId, BigInteger.ZERO, BigInteger.ZERO, Digest.ZERO);
  }

  public Digest structHash() {
    return new AbiWriter(5)
        .digest(TYPE_HASH)
        .digest(channelId)
        .uint(cumulativeAmountWei)
        .uint(cumulativeMacs)
        .digest(receiptHead)
        .hash();
  }
}
