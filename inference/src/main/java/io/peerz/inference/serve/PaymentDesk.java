package io.peerz.inference.serve;

import io.peerz.proof.id.Digest;
import io.peerz.proof.voucher.SignedVoucher;

/** Where a node looks channels up and leaves the money it is given. Blocking: virtual threads. */
public interface PaymentDesk {
  /**
   * What is known of a channel; NOT_FOUND when there is none. Strangers choose the id, so an
   * implementation should remember what it did not find for a while.
   */
  ChannelTerms terms(Digest channelId);

  /** Takes a voucher that has been checked; when this returns it survives a crash. */
  void accept(SignedVoucher voucher);
}
