package io.peerz.proof.receipt;

import io.peerz.proof.sign.Signature;
import java.util.Objects;

/**
 * A receipt that both sides signed: fit for a batch.
 *
 * @param onTime what the requester says of the chunk
 * @param requesterSig over the {@link Delivery} of both
 */
public record SignedReceipt(
    InferenceReceipt receipt, Signature nodeSig, boolean onTime, Signature requesterSig) {
  public SignedReceipt {
    Objects.requireNonNull(receipt);
    Objects.requireNonNull(nodeSig);
    Objects.requireNonNull(requesterSig);
  }

  /** What the requester signed. */
  public Delivery delivery() {
    return Delivery.of(receipt, onTime);
  }
}
