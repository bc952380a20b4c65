package io.peerz.ledger.court;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/**
 * How a dispute ended.
 *
 * @param slashedWei what the node lost
 * @param how SILENCE, ARITHMETIC or JURY
 */
public record Verdict(Digest disputeId, boolean guilty, BigInteger slashedWei, String how) {}
