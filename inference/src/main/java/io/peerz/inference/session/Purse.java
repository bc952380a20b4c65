package io.peerz.inference.session;

import io.peerz.proof.id.Digest;
import io.peerz.proof.sign.Signature;
import io.peerz.proof.voucher.SignedVoucher;

/**
 * The payer's money as a session sees it. Sessions with one node share a channel, so the purse
 * alone adds up. Blocking and thread-safe; virtual threads.
 */
public interface Purse {
  /** The open channel to a node; INSUFFICIENT_FUNDS when there is none. */
  PayerChannel channel(Digest nodeId);

  /**
   * Adds a payment to what the channel has promised so far and signs the new total. The total is
   * durable before this returns, so that a restarted payer never signs less or the same money
   * twice. INSUFFICIENT_FUNDS when the deposit does not cover it.
   */
  SignedVoucher pay(Payment payment);

  /**
   * Signs a digest with the key that signs vouchers: a receipt's, or that of {@code
   * SessionIds.openDigest}.
   */
  Signature countersign(Digest digest);
}
