package io.peerz.devnet.network;

import java.math.BigInteger;

/**
 * The numbers of the dispute court.
 *
 * @param moveSeconds for each move of a dispute
 * @param juryCommitSeconds for jurors to commit their votes
 * @param juryRevealSeconds for jurors to open them
 * @param jurySeats drawn for a jury
 * @param juryFeeWei paid to each juror
 * @param bondWei what opening a dispute puts at risk; it covers the jury
 */
public record CourtParameters(
    int moveSeconds,
    int juryCommitSeconds,
    int juryRevealSeconds,
    int jurySeats,
    BigInteger juryFeeWei,
    BigInteger bondWei) {}
