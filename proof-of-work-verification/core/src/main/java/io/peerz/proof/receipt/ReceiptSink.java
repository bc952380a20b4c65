package io.peerz.proof.receipt;

/**
 * The one door between the compute wing and the ledger wing. Blocking: call it on a virtual thread,
 * never on an event loop.
 */
public interface ReceiptSink {
  /** Takes a receipt; when this returns it survives a crash. The same receipt again is a no-op. */
  void accept(SignedReceipt receipt);
}
