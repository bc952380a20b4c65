package io.peerz.proof.voucher;

import static io.peerz.proof.error.ErrorCode.BAD_VOUCHER;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.Objects;

/**
 * What the chain says stands behind a channel's vouchers.
 *
 * @param closesAtSeconds when a requested close takes effect; 0 while the channel is open
 */
public record Collateral(
    Digest channelId, Address payer, BigInteger depositWei, long closesAtSeconds) {
  public Collateral {
    Objects.requireNonNull(channelId);
    Objects.requireNonNull(payer);
    Require.uint(BAD_VOUCHER, "depositWei", depositWei, 128);
    Require.uint(BAD_VOUCHER, "closesAtSeconds", closesAtSeconds, 40);
  }

  /** A voucher can be redeemed strictly before a close takes effect. */
  public boolean redeemableAt(long nowSeconds) {
    return closesAtSeconds == 0 || nowSeconds < closesAtSeconds;
  }
}
