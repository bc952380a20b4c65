package io.peerz.proof.receipt;

import io.peerz.proof.sign.Signature;
import java.util.Objects;

/** A receipt that its node signed and nobody has countersigned yet. */
public record NodeReceipt(InferenceReceipt receipt, Signature nodeSig) {
  public NodeReceipt {
    Objects.requireNonNull(receipt);
    Objects.requireNonNull(nodeSig);
  }

  /** With the requester's signature over the {@link Delivery} that says the same. */
  public SignedReceipt countersigned(boolean onTime, Signature requesterSig) {
    return new SignedReceipt(receipt, nodeSig, onTime, requesterSig);
  }
}
