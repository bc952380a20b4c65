package io.peerz.devnet.drill;

import io.peerz.proof.id.Digest;

/**
 * What became of a transaction.
 *
 * @param refusal why the contract refused it; empty when it was done
 */
public record Sent(String what, Digest hash, boolean done, String refusal) {}
