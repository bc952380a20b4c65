package io.peerz.inference.serve;

import io.peerz.inference.wire.ClientMessage;
import io.peerz.inference.wire.ServerMessage;
import io.peerz.proof.encode.Domains;
import io.peerz.proof.receipt.Delivery;
import io.peerz.proof.receipt.NodeReceipt;
import io.peerz.proof.receipt.ReceiptSink;
import io.peerz.proof.voucher.VoucherCheck;
import java.math.BigInteger;
import java.time.InstantSource;

/**
 * Checks what a client pays with and hands it on: the voucher to the payment desk, the receipt with
 * both signatures to the ledger. Blocking: virtual threads.
 */
final class Cashier {
  private final Domains domains;
  private final VoucherCheck vouchers;
  private final PaymentDesk desk;
  private final ReceiptSink receipts;
  private final InstantSource clock;

  Cashier(Domains domains, PaymentDesk desk, ReceiptSink receipts, InstantSource clock) {
    this.domains = domains;
    this.vouchers = new VoucherCheck(domains.paymentChannels());
    this.desk = desk;
    this.receipts = receipts;
    this.clock = clock;
  }

  /** Money first: a receipt without its voucher would claim a fee that nobody promised. */
  void take(
      ClientMessage.Pay pay,
      ServerMessage.Receipt due,
      BigInteger dueWei,
      ChannelAccount account,
      Requester requester) {
    NodeReceipt receipt = due.signed();
    Delivery delivery = Delivery.of(receipt.receipt(), pay.onTime());
    requester.requireSigned(
        domains.contributionLedger().digestOf(delivery.structHash()), pay.requesterSig());
    account.pay(
        receipt.receipt(),
        dueWei,
        pay.voucher(),
        vouchers,
        clock.instant().getEpochSecond(),
        desk::accept);
    receipts.accept(receipt.countersigned(pay.onTime(), pay.requesterSig()));
  }
}
