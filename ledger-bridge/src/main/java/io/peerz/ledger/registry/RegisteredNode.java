package io.peerz.ledger.registry;

import io.peerz.proof.id.Address;
import io.peerz.proof.id.Digest;
import java.math.BigInteger;
import java.util.List;

/**
 * A node as the registry knows it.
 *
 * @param owner stakes and withdraws
 * @param signer signs receipts
 * @param payout receives what the node earns
 * @param spkiHash SHA-256 of the TLS server key that clients must pin
 * @param lockedWei the part of the stake that open work holds
 * @param unbondingWei on its way out and still slashable
 * @param shards offers for the models that were asked about
 */
public record RegisteredNode(
    Digest nodeId,
    Address owner,
    Address signer,
    Address payout,
    Endpoint endpoint,
    Digest spkiHash,
    boolean jailed,
    BigInteger stakeWei,
    BigInteger lockedWei,
    BigInteger unbondingWei,
    List<RegisteredShard> shards) {

  public RegisteredNode {
    shards = List.copyOf(shards);
  }
}
