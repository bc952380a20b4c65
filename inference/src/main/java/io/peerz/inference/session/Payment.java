package io.peerz.inference.session;

import static io.peerz.proof.error.ErrorCode.BAD_RECEIPT;

import io.peerz.proof.error.Require;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.Objects;

/**
 * What one accepted chunk adds to its channel.
 *
 * @param receiptHead struct hash of the receipt that is paid
 */
public record Payment(Digest channelId, BigInteger amountWei, BigInteger macs, Digest receiptHead) {
  public Payment {
    Objects.requireNonNull(channelId);
    Require.uint(BAD_RECEIPT, "amountWei", amountWei, 128);
    Require.uint(BAD_RECEIPT, "macs", macs, 128);
    Objects.requireNonNull(receiptHead);
  }
}
