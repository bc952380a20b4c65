package io.peerz.ledger.settle;

import java.math.BigInteger;
import java.time.Duration;

/**
 * How a node settles.
 *
 * @param lookEvery pause between two looks at the chain
 * @param graceBlocks blocks of the next epoch that late countersignatures have before the batch is
 *     closed; a batch must be committed within that epoch
 * @param minRedeemWei vouchers are redeemed at an epoch's end once they are worth this much
 *     together, so that gas does not eat them; a closing channel is redeemed whatever it is worth
 * @param settledDepthBlocks depth from which nothing on chain is looked at again
 */
public record BridgeConfig(
    Duration lookEvery, int graceBlocks, BigInteger minRedeemWei, int settledDepthBlocks) {

  public BridgeConfig {
    if (lookEvery.isNegative() || graceBlocks < 0 || minRedeemWei.signum() < 0) {
      throw new IllegalArgumentException("settlement settings must not be negative");
    }
  }

  public static BridgeConfig defaults() {
    return new BridgeConfig(Duration.ofSeconds(1), 1, BigInteger.ONE, 64);
  }
}
