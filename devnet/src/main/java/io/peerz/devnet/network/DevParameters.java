package io.peerz.devnet.network;

import java.math.BigInteger;

/**
 * The numbers that a deployment chooses.
 *
 * @param epochBlocks length of an epoch
 * @param halvingSeconds time in which half of what is left of the emission is released
 * @param emissionCapWei most that will ever be emitted
 * @param genesisSupplyWei what the deployer owns at the start
 * @param unbondSeconds how long withdrawn stake stays slashable
 * @param minStakeWei least stake of a serving node
 * @param closeSeconds how long a node can still redeem after a payer asked to close
 * @param feeBasisPoints part of each payment that is burned
 * @param windowSeconds how long a batch can be questioned
 * @param responseSeconds how long a node has to answer a question
 * @param batchBondWei stake locked per batch until it is final
 * @param challengeBondWei what asking costs
 * @param memberBondWei stake locked while a node sits on the committee
 * @param silencePenaltyWei what a drawn seat that stays silent loses
 * @param court numbers of the dispute court; a dispute must fit into the time of unbonding
 * @param poolPerEpochWei rebates of one epoch at most
 * @param poolWei rebates of all epochs until the pool is filled again
 */
public record DevParameters(
    int epochBlocks,
    long halvingSeconds,
    BigInteger emissionCapWei,
    BigInteger genesisSupplyWei,
    int unbondSeconds,
    BigInteger minStakeWei,
    int closeSeconds,
    int feeBasisPoints,
    int windowSeconds,
    int responseSeconds,
    BigInteger batchBondWei,
    BigInteger challengeBondWei,
    BigInteger memberBondWei,
    BigInteger silencePenaltyWei,
    CourtParameters court,
    BigInteger poolPerEpochWei,
    BigInteger poolWei) {

  private static final BigInteger PRZ = BigInteger.TEN.pow(18);
  private static final long FOUR_YEARS_SECONDS = 4L * 365 * 24 * 3600;

  /**
   * Hours become seconds, so that a person can watch stake, epochs and claims run their whole
   * course in half a minute.
   */
  public static DevParameters quick() {
    return of(6, 2, 20, 400, new CourtParameters(8, 60, 30, 7, prz(1), prz(20)));
  }

  /** Minutes for every move, so that a busy machine does not decide a dispute. */
  public static DevParameters drill() {
    return of(60, 240, 60, 2_000, new CourtParameters(60, 120, 60, 7, prz(1), prz(20)));
  }

  private static DevParameters of(
      int closeSeconds,
      int windowSeconds,
      int responseSeconds,
      int unbondSeconds,
      CourtParameters court) {
    return new DevParameters(
        10,
        FOUR_YEARS_SECONDS,
        prz(500_000_000),
        prz(500_000_000),
        unbondSeconds,
        prz(2_000),
        closeSeconds,
        200,
        windowSeconds,
        responseSeconds,
        prz(10),
        prz(10),
        prz(20),
        prz(5),
        court,
        prz(50),
        prz(100_000));
  }

  public static BigInteger prz(long whole) {
    return PRZ.multiply(BigInteger.valueOf(whole));
  }
}
