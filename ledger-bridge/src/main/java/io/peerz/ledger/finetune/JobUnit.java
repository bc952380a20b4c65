package io.peerz.ledger.finetune;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/**
 * One unit of a round.
 *
 * @param commitment zero before it is committed
 * @param updateRoot zero before it is revealed
 * @param uri who serves the update; empty before it is revealed
 * @param paidGain what it is paid for, nano-nats per token
 */
public record JobUnit(
    int unit,
    Digest nodeId,
    Status status,
    Digest commitment,
    Digest updateRoot,
    String uri,
    long paidGain,
    BigInteger baseWei,
    BigInteger improvementWei) {
  /** Names and order are the contract's. */
  public enum Status {
    NONE,
    CLAIMED,
    COMMITTED,
    REVEALED,
    REJECTED,
    SETTLED,
    PAID,
    FORFEITED
  }

  public BigInteger payWei() {
    return baseWei.add(improvementWei);
  }
}
