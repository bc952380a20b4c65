package io.peerz.ledger.chain;

import java.math.BigInteger;
import java.time.Duration;

/**
 * How patiently and how carefully to speak to a chain.
 *
 * @param callTimeout bound of one JSON-RPC call, connecting included
 * @param pollInterval pause between two looks at unconfirmed transactions
 * @param confirmations blocks, the one with the transaction included, before it counts as done
 * @param reorgHorizonBlocks how long a confirmed transaction is watched and, when a reorganisation
 *     drops it, sent again
 * @param feeBumpAfter how long a transaction may lie unmined before its fees are raised
 * @param confirmTimeout how long a caller waits for a confirmation
 * @param maxInFlight unmined transactions of one key; nodes drop what is too far ahead (Besu: 200)
 * @param tipWei priority fee per gas of the first attempt; unused on a chain whose base fee is zero
 * @param maxFeeWei ceiling of the fee per gas that bumping may reach
 */
public record ChainConfig(
    Duration callTimeout,
    Duration pollInterval,
    int confirmations,
    int reorgHorizonBlocks,
    Duration feeBumpAfter,
    Duration confirmTimeout,
    int maxInFlight,
    BigInteger tipWei,
    BigInteger maxFeeWei) {

  private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000L);

  public ChainConfig {
    if (confirmations < 1 || reorgHorizonBlocks < confirmations || maxInFlight < 1) {
      throw new IllegalArgumentException(
          "confirmations and in-flight limit must be positive, the horizon at least as deep");
    }
  }

  /** Settings for a chain that may reorganise a block or two. */
  public static ChainConfig defaults() {
    return new ChainConfig(
        Duration.ofSeconds(15),
        Duration.ofMillis(300),
        2,
        64,
        Duration.ofSeconds(30),
        Duration.ofMinutes(3),
        150,
        GWEI,
        GWEI.multiply(BigInteger.valueOf(500)));
  }

  public ChainConfig withConfirmations(int blocks) {
    return new ChainConfig(
        callTimeout,
        pollInterval,
        blocks,
        Math.max(reorgHorizonBlocks, blocks),
        feeBumpAfter,
        confirmTimeout,
        maxInFlight,
        tipWei,
        maxFeeWei);
  }

  /** Other times, for fast development chains. */
  public ChainConfig withTimes(Duration poll, Duration bumpAfter, Duration confirmWithin) {
    return new ChainConfig(
        callTimeout,
        poll,
        confirmations,
        reorgHorizonBlocks,
        bumpAfter,
        confirmWithin,
        maxInFlight,
        tipWei,
        maxFeeWei);
  }
}
