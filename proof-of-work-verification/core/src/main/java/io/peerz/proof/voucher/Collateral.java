package io.peerz.proof.voucher;

import static io.peerz.proof.error.ErrorCode.BAD_VOUCHER;

import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.Recovery;
import java.math.BigInteger;
import java.util.Objects;

/**
 * What the chain says stands behind a channel's vouchers.
 *
 * @param delegate may grant session keys in the payer's place; the zero address where nobody may
 * @param closesAtSeconds when a requested close takes effect; 0 while the channel is open
 */
public record Collateral(
    Digest channelId,
    Address payer,
    Address delegate,
    BigInteger depositWei,
    long closesAtSeconds) {
  public Collateral {
    Objects.requireNonNull(channelId);
    Objects.requireNonNull(payer);
    Objects.requireNonNull(delegate);
    Require.uint(BAD_VOUCHER, "depositWei", depositWei, 128);
    Require.uint(BAD_VOUCHER, "closesAtSeconds", closesAtSeconds, 40);
  }

  /** A voucher can be redeemed strictly before a close takes effect. */
  public boolean redeemableAt(long nowSeconds) {
    return closesAtSeconds == 0 || nowSeconds < closesAtSeconds;
  }

  /** Refuses a session key of another channel, and one that neither payer nor delegate granted. */
  public void requireGranted(Delegation delegation, Domain paymentChannels) {
    SessionKey key = delegation.sessionKey();
    Require.that(
        key.channelId().equals(channelId), BAD_VOUCHER, "session key is for another channel");
    Address granter =
        Recovery.signer(paymentChannels.digestOf(key.structHash()), delegation.payerSig());
    Require.that(
        granter.equals(payer) || granter.equals(delegate),
        ErrorCode.BAD_SIGNATURE,
        "session key is granted by " + granter + " but the payer is " + payer);
  }
}
