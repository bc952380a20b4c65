package io.peerz.node.units;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Amounts of PRZ and ETH as people write them; inside the program everything is wei. */
public final class Amounts {
  private static final int DECIMALS = 18;
  private static final Pattern WRITTEN = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,18})?");

  private Amounts() {}

  public static BigInteger toWei(String written) {
    if (!WRITTEN.matcher(written).matches()) {
      throw new PeerzException(
          ErrorCode.BAD_REQUEST,
          "'%s' is not an amount; write it like 12.5, with at most 18 decimals".formatted(written));
    }
    return new BigDecimal(written).movePointRight(DECIMALS).toBigIntegerExact();
  }

  /** Every digit, no trailing zeros: what a balance is, to the last wei. */
  public static String exact(BigInteger wei) {
    BigDecimal amount = new BigDecimal(wei, DECIMALS).stripTrailingZeros();
    return amount.scale() < 0 ? amount.setScale(0).toPlainString() : amount.toPlainString();
  }

  /** Six decimals, for tables; rounded down so that nobody reads more than there is. */
  public static String brief(BigInteger wei) {
    return new BigDecimal(wei, DECIMALS).setScale(6, RoundingMode.DOWN).toPlainString();
  }
}
