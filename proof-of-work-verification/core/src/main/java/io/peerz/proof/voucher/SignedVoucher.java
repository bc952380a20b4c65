package io.peerz.proof.voucher;

import io.peerz.proof.sign.Signature;
import java.util.Objects;
import java.util.Optional;

/** A voucher signed by the payer, or by the key of its delegation. */
public record SignedVoucher(Voucher voucher, Signature sig, Optional<Delegation> delegation) {
  public SignedVoucher {
    Objects.requireNonNull(voucher);
    Objects.requireNonNull(sig);
    Objects.requireNonNull(delegation);
  }
}
