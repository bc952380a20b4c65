package io.peerz.inference.serve;

import static io.peerz.proof.error.ErrorCode.BAD_VOUCHER;
import static io.peerz.proof.error.ErrorCode.INSUFFICIENT_FUNDS;

import io.peerz.proof.error.Require;
import io.peerz.proof.receipt.InferenceReceipt;
import io.peerz.proof.voucher.Collateral;
import io.peerz.proof.voucher.SignedVoucher;
import io.peerz.proof.voucher.Voucher;
import io.peerz.proof.voucher.VoucherCheck;
import java.math.BigInteger;
import java.util.function.Consumer;

/**
 * What one channel has promised and what its sessions have used up of that. Vouchers are cumulative
 * over the channel while its sessions run side by side, so a voucher may arrive after a higher one:
 * a chunk is paid when the best voucher covers it on top of all chunks paid before. Thread-safe;
 * shared by the sessions of the channel.
 */
final class ChannelAccount {
  private Collateral collateral;
  private Voucher best;
  private BigInteger settledWei;
  private BigInteger settledMacs;

  ChannelAccount(ChannelTerms terms) {
    this.collateral = terms.collateral();
    this.best = terms.accepted();
    this.settledWei = best.cumulativeAmountWei();
    this.settledMacs = best.cumulativeMacs();
  }

  synchronized Collateral collateral() {
    return collateral;
  }

  /** The chain says something newer of the channel: a deposit raised, a close requested. */
  synchronized void renew(Collateral newer) {
    collateral = newer;
  }

  synchronized Voucher best() {
    return best;
  }

  /** Refuses work whose price the deposit could not cover. */
  synchronized void requireFunds(BigInteger dueWei) {
    BigInteger left = collateral.depositWei().subtract(settledWei);
    Require.that(
        dueWei.compareTo(left) <= 0,
        INSUFFICIENT_FUNDS,
        "the chunk costs "
            + dueWei
            + " wei but the channel has "
            + left
            + " wei left; top it up or open another one");
  }

  /**
   * Takes the voucher for one chunk, or refuses it and changes nothing.
   *
   * @param keep makes a voucher durable that is better than all before; called under this account's
   *     lock, so that the desk sees them in order
   */
  synchronized void pay(
      InferenceReceipt receipt,
      BigInteger chunkWei,
      SignedVoucher signed,
      VoucherCheck check,
      long nowSeconds,
      Consumer<SignedVoucher> keep) {
    Voucher voucher = signed.voucher();
    Require.that(
        voucher.receiptHead().equals(receipt.structHash()),
        BAD_VOUCHER,
        "the voucher is bound to another receipt");
    boolean better = voucher.cumulativeMacs().compareTo(best.cumulativeMacs()) > 0;
    if (better) {
      check.check(signed, collateral, best, nowSeconds);
    }
    Voucher covering = better ? voucher : best;
    BigInteger neededWei = settledWei.add(chunkWei);
    BigInteger neededMacs = settledMacs.add(receipt.macs());
    Require.that(
        covering.cumulativeAmountWei().compareTo(neededWei) >= 0
            && covering.cumulativeMacs().compareTo(neededMacs) >= 0,
        BAD_VOUCHER,
        "vouchers of this channel reach "
            + covering.cumulativeAmountWei()
            + " wei and "
            + covering.cumulativeMacs()
            + " MACs, but "
            + neededWei
            + " wei and "
            + neededMacs
            + " MACs are due");
    if (better) {
      keep.accept(signed);
    }
    best = covering;
    settledWei = neededWei;
    settledMacs = neededMacs;
  }
}
