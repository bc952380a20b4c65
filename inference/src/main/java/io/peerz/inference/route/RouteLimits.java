package io.peerz.inference.route;

import static io.peerz.proof.error.ErrorCode.BAD_REQUEST;

import io.peerz.proof.error.Require;
import java.math.BigInteger;

/**
 * What a client refuses to accept for speed.
 *
 * @param maxPricePerGcuWei dearer offers are ignored
 * @param minStakeWei offers with less behind them are ignored
 * @param oneHopPerOperator no operator sees more than one hop
 */
public record RouteLimits(
    BigInteger maxPricePerGcuWei, BigInteger minStakeWei, boolean oneHopPerOperator) {
  private static final BigInteger ANY_PRICE = BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE);

  /** Any price, any stake, any operator. */
  public static final RouteLimits NONE = new RouteLimits(ANY_PRICE, BigInteger.ZERO, false);

  public RouteLimits {
    Require.uint(BAD_REQUEST, "maxPricePerGcuWei", maxPricePerGcuWei, 96);
    Require.uint(BAD_REQUEST, "minStakeWei", minStakeWei, 128);
  }

  boolean admits(Offer offer) {
    return admitsPrice(offer) && admitsStake(offer);
  }

  boolean admitsPrice(Offer offer) {
    return offer.pricePerGcuWei().compareTo(maxPricePerGcuWei) <= 0;
  }

  boolean admitsStake(Offer offer) {
    return offer.stakeWei().compareTo(minStakeWei) >= 0;
  }

  /** The same, but one operator may see several hops. */
  RouteLimits withAnyOperators() {
    return new RouteLimits(maxPricePerGcuWei, minStakeWei, false);
  }
}
