package io.peerz.proof.receipt;

import io.peerz.proof.sign.Signature;
import java.util.Objects;

/** A receipt that both sides signed, over the same digest: fit for a batch. */
public record SignedReceipt(InferenceReceipt receipt, Signature nodeSig, Signature requesterSig) {
  public SignedReceipt {
    Objects.requireNonNull(receipt);
    Objects.requireNonNull(nodeSig);
    Objects.requireNonNull(requesterSig);
  }
}
