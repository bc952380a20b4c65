package io.peerz.devnet.tuning;

import java.math.BigInteger;

/**
 * A job that could not succeed, read back from the chain.
 *
 * @param roundsEnded rounds that have been settled
 * @param escrowedWei what left the wallet when the job was posted
 * @param spentWei what had left it when the job was over
 * @param nodesEarnedWei what the nodes are worth more than before, stakes included
 * @param seatsPaid seats that agreed on a result, each with its fee
 * @param adapterStayed whether the job ended with the adapter that it began with
 * @param heldWei what the contracts of a job still hold
 */
public record BadJobRow(
    int roundsEnded,
    BigInteger escrowedWei,
    BigInteger spentWei,
    BigInteger nodesEarnedWei,
    int seatsPaid,
    boolean adapterStayed,
    BigInteger heldWei) {}
