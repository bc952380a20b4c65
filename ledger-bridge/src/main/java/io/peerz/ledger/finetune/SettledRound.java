package io.peerz.ledger.finetune;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/**
 * How a round ended, as its event says.
 *
 * @param totalGain joint gain of all units that joined, nano-nats per token
 * @param totalMacs cost of all measured units
 * @param efficiency totalGain * 10^18 / totalMacs: improvement per unit of compute
 * @param paidWei owed to units by this round
 * @param refundedWei what the round's budget has left
 */
public record SettledRound(
    int round,
    BigInteger totalGain,
    BigInteger totalMacs,
    BigInteger efficiency,
    BigInteger paidWei,
    BigInteger refundedWei,
    Digest adapterRoot,
    Digest transaction) {}
