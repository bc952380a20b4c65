package io.peerz.ledger.chain;

import io.peerz.proof.id.Digest;

/** One signed form of a transaction: its hash, its bytes as 0x-hex, and the fees it offers. */
public record Attempt(Digest hash, String signedHex, Fees fees) {}
