package io.peerz.ledger.finetune;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/** What a unit's node was sent, and the transaction that did. */
public record UnitPayment(
    int round,
    int unit,
    Digest nodeId,
    BigInteger baseWei,
    BigInteger improvementWei,
    Digest transaction) {}
