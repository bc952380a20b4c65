package io.peerz.proof.voucher;

import static io.peerz.proof.error.ErrorCode.BAD_VOUCHER;
import static io.peerz.proof.error.ErrorCode.INSUFFICIENT_FUNDS;

import io.peerz.proof.encode.Domain;
import io.peerz.proof.error.Require;
import io.peerz.proof.id.Address;
import io.peerz.proof.sign.Recovery;
import java.util.Objects;

/**
 * Decides whether a voucher pays: right signer, more than before, within the deposit. Pure.
 *
 * <p>The chain applies the same limits when the voucher is redeemed, which is later. Before it
 * starts work, a node therefore asks for {@link SessionKey#validAt} and {@link
 * Collateral#redeemableAt} at a time by which it will have redeemed; a voucher for work already
 * done is better taken late than refused.
 */
public final class VoucherCheck {
  private final Domain paymentChannels;

  public VoucherCheck(Domain paymentChannels) {
    this.paymentChannels = Objects.requireNonNull(paymentChannels);
  }

  /**
   * Refuses a voucher that would not pay more than {@code previous} at {@code nowSeconds}.
   *
   * @param previous the best voucher so far, or {@link Voucher#none}
   */
  public void check(
      SignedVoucher candidate, Collateral collateral, Voucher previous, long nowSeconds) {
    Voucher voucher = candidate.voucher();
    checkChannel(voucher, collateral, nowSeconds);
    checkIncreases(voucher, previous);
    candidate
        .delegation()
        .ifPresent(delegation -> checkDelegation(voucher, delegation, collateral, nowSeconds));
    Address signer =
        candidate.delegation().map(d -> d.sessionKey().key()).orElse(collateral.payer());
    Recovery.requireSigner(paymentChannels.digestOf(voucher.structHash()), candidate.sig(), signer);
  }

  private static void checkChannel(Voucher voucher, Collateral collateral, long nowSeconds) {
    Require.that(
        voucher.channelId().equals(collateral.channelId()),
        BAD_VOUCHER,
        "voucher is for another channel");
    Require.that(
        collateral.redeemableAt(nowSeconds), BAD_VOUCHER, "channel is closed; open another one");
    Require.that(
        voucher.cumulativeAmountWei().compareTo(collateral.depositWei()) <= 0,
        INSUFFICIENT_FUNDS,
        "voucher of "
            + voucher.cumulativeAmountWei()
            + " wei exceeds the channel's deposit of "
            + collateral.depositWei()
            + " wei; top the channel up");
  }

  /** The amount may stand still, where a chunk is cheaper than one wei; the work may not. */
  private static void checkIncreases(Voucher voucher, Voucher previous) {
    Require.that(
        voucher.cumulativeAmountWei().compareTo(previous.cumulativeAmountWei()) >= 0
            && voucher.cumulativeMacs().compareTo(previous.cumulativeMacs()) > 0,
        BAD_VOUCHER,
        "voucher does not increase on the one before");
  }

  private void checkDelegation(
      Voucher voucher, Delegation delegation, Collateral collateral, long nowSeconds) {
    SessionKey key = delegation.sessionKey();
    Require.that(
        voucher.cumulativeAmountWei().compareTo(key.maxAmountWei()) <= 0,
        BAD_VOUCHER,
        "voucher exceeds the session key's limit of " + key.maxAmountWei() + " wei");
    Require.that(key.validAt(nowSeconds), BAD_VOUCHER, "session key has expired");
    collateral.requireGranted(delegation, paymentChannels);
  }
}
