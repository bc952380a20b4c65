package io.peerz.inference.session;

import io.peerz.inference.route.Hop;
import io.peerz.proof.receipt.SignedReceipt;
import java.math.BigInteger;
import java.util.List;

/** What one node did in a session, and what it was paid. */
public record HopReport(
    Hop hop, List<SignedReceipt> receipts, BigInteger macs, BigInteger amountWei) {
  public HopReport {
    receipts = List.copyOf(receipts);
  }
}
