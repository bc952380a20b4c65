package io.peerz.proof.voucher;

import io.peerz.proof.sign.Signature;
import java.util.Objects;

/** A session key with the signature over it, of the payer or of the channel's delegate. */
public record Delegation(SessionKey sessionKey, Signature payerSig) {
  public Delegation {
    Objects.requireNonNull(sessionKey);
    Objects.requireNonNull(payerSig);
  }
}
