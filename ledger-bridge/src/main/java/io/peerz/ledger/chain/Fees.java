package io.peerz.ledger.chain;

import java.math.BigInteger;

/** EIP-1559 fees of one attempt, in wei per gas; the whole tip fits under the ceiling. */
public record Fees(BigInteger tipWei, BigInteger maxFeeWei) {

  /** Nodes accept a replacement when both fees rise by at least a tenth; an eighth is safe. */
  private static final BigInteger BUMP_DIVISOR = BigInteger.valueOf(8);

  public Fees {
    if (tipWei.signum() < 0 || maxFeeWei.compareTo(tipWei) < 0) {
      throw new IllegalArgumentException("the tip must lie in 0..maximum fee");
    }
  }

  /** First offer: room for the base fee to double. A chain without base fee wants no tip. */
  static Fees first(BigInteger baseFeeWei, ChainConfig config) {
    BigInteger tip = baseFeeWei.signum() == 0 ? BigInteger.ZERO : config.tipWei();
    return new Fees(tip, baseFeeWei.shiftLeft(1).add(tip));
  }

  /** A replacement under the same nonce, never below what the present base fee asks for. */
  Fees bumped(BigInteger baseFeeWei, ChainConfig config) {
    Fees fresh = first(baseFeeWei, config);
    BigInteger tip = raise(tipWei).max(fresh.tipWei).min(config.maxFeeWei());
    BigInteger fee = raise(maxFeeWei).max(fresh.maxFeeWei).min(config.maxFeeWei());
    return new Fees(tip, fee.max(tip));
  }

  private static BigInteger raise(BigInteger wei) {
    return wei.add(wei.divide(BUMP_DIVISOR)).add(BigInteger.ONE);
  }
}
