package io.peerz.node.gateway;

import io.peerz.inference.route.RouteLimits;
import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.cost.Price;
import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;

/**
 * What a payer asks of a route besides speed. There is no wish for exact results: they are another
 * model, and a model's registered profile binds every receipt for it.
 *
 * @param maxWeiPerMillionTokens what a million tokens through the whole model may cost
 * @param minStakeWei what each node must have at stake
 * @param differentOperators whether no operator may see more than one hop
 * @param throughput whether much work is to be spread over all routes by what they carry, instead
 *     of each request going where its answer is soonest
 */
public record RouteWishes(
    Optional<BigInteger> maxWeiPerMillionTokens,
    BigInteger minStakeWei,
    boolean differentOperators,
    boolean throughput) {
  /** The soonest answer alone. */
  public static final RouteWishes NONE =
      new RouteWishes(Optional.empty(), BigInteger.ZERO, false, false);

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final BigInteger MAX_PRICE = BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE);

  public RouteWishes {
    Objects.requireNonNull(maxWeiPerMillionTokens);
    Objects.requireNonNull(minStakeWei);
  }

  /** What satisfies both. */
  public RouteWishes and(RouteWishes other) {
    Optional<BigInteger> price =
        maxWeiPerMillionTokens
            .map(mine -> mine.min(other.maxWeiPerMillionTokens.orElse(mine)))
            .or(other::maxWeiPerMillionTokens);
    return new RouteWishes(
        price,
        minStakeWei.max(other.minStakeWei),
        differentOperators || other.differentOperators,
        throughput || other.throughput);
  }

  /**
   * The same as limits of single offers: each layer may cost its share of the whole, so no route
   * within them is dearer.
   *
   * @param positions how long prompt and answer may become; the last token costs most
   */
  RouteLimits limits(Geometry geometry, int positions) {
    BigInteger price =
        maxWeiPerMillionTokens.map(wei -> perGcu(wei, geometry, positions)).orElse(MAX_PRICE);
    return new RouteLimits(price.min(MAX_PRICE), minStakeWei, differentOperators);
  }

  private static BigInteger perGcu(BigInteger weiPerMillion, Geometry geometry, int positions) {
    long macs =
        MacFormula.forward(geometry, 0, geometry.layers(), Math.max(0, positions - 1), 1, true);
    return weiPerMillion
        .multiply(Price.MACS_PER_GCU)
        .divide(MILLION.multiply(BigInteger.valueOf(macs)));
  }
}
