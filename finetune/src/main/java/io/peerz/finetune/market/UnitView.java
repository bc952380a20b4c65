package io.peerz.finetune.market;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/**
 * One unit of a round.
 *
 * @param unit its number in the round
 * @param nodeId who claimed it
 * @param commitment zero before it is committed
 * @param updateRoot blob of the update; zero before it is revealed
 * @param uri who serves that blob; empty before it is revealed
 * @param paidGain what it is paid for, in nano-nats per token; 0 before settlement
 * @param payWei base and improvement pay; zero before settlement
 */
public record UnitView(
    int unit,
    Digest nodeId,
    UnitStatus status,
    Digest commitment,
    Digest updateRoot,
    String uri,
    long paidGain,
    BigInteger payWei) {}
