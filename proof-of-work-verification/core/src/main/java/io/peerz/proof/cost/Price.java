package io.peerz.proof.cost;

import java.math.BigInteger;

/**
 * The price of compute: wei per GCU, where one GCU is 10^9 MACs.
 *
 * <p>Rounding happens once, on cumulative MACs, so cutting the same work into more chunks never
 * changes the sum.
 */
public final class Price {
  public static final BigInteger MACS_PER_GCU = BigInteger.valueOf(1_000_000_000L);

  private Price() {}

  /** floor(cumulativeMacs * pricePerGcuWei / 10^9). */
  public static BigInteger amountWei(BigInteger cumulativeMacs, BigInteger pricePerGcuWei) {
    return cumulativeMacs.multiply(pricePerGcuWei).divide(MACS_PER_GCU);
  }

  /** What is due for going from {@code previousMacs} to {@code cumulativeMacs}. */
  public static BigInteger chunkWei(
      BigInteger previousMacs, BigInteger cumulativeMacs, BigInteger pricePerGcuWei) {
    return amountWei(cumulativeMacs, pricePerGcuWei)
        .subtract(amountWei(previousMacs, pricePerGcuWei));
  }
}
