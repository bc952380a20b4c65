package io.peerz.proof.voucher;

import io.peerz.proof.sign.Signature;
import java.util.Objects;

/** A session key with the payer's signature over it. */
public record Delegation(SessionKey sessionKey, Signature payerSig) {
  public Delegation {
    Objects.requireNonNull(sessionKey);
    Objects.requireNonNull(payerSig);
  }
}
