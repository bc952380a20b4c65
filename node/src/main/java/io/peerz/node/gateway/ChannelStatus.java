package io.peerz.node.gateway;

import io.peerz.proof.id.Digest;
import java.math.BigInteger;

/**
 * One payment channel as its payer sees it.
 *
 * @param promisedWei cumulative amount of the newest voucher
 * @param promisedMacs cumulative work of the newest voucher
 * @param redeemedWei what the node has taken on chain
 * @param closesAtSeconds when a requested close takes effect; 0 while nobody asked
 * @param closed settled: nothing more will move
 */
public record ChannelStatus(
    Digest channelId,
    Digest nodeId,
    BigInteger depositWei,
    BigInteger promisedWei,
    BigInteger promisedMacs,
    BigInteger redeemedWei,
    long closesAtSeconds,
    boolean closed) {}
