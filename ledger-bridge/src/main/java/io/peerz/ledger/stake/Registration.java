package io.peerz.ledger.stake;

import io.peerz.ledger.registry.Endpoint;
import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;

/**
 * What an owner registers for a new node.
 *
 * @param payout receives what the node earns
 * @param roles bits: 1 serves, 2 trains, 4 evaluates, 8 audits
 * @param spkiHash SHA-256 of the node's TLS server key
 */
public record Registration(Address payout, int roles, Endpoint endpoint, Digest spkiHash) {
  public static final int SERVES = 1;
  public static final int TRAINS = 2;
  public static final int EVALUATES = 4;
  public static final int AUDITS = 8;
}
