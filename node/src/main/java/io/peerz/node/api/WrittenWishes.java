package io.peerz.node.api;

import io.peerz.node.gateway.RouteWishes;
import io.peerz.node.units.Amounts;
import io.peerz.proof.error.PeerzException;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What a request asks of its route: {@code max_price} in PRZ for a million tokens, {@code
 * min_stake} in PRZ for each node, both as text, and {@code different_operators}, and {@code aim}:
 * the least latency of this answer, or the most throughput of all work together.
 */
public final class WrittenWishes {
  private WrittenWishes() {}

  public static RouteWishes of(Fields fields) {
    return new RouteWishes(
        amount(fields, "max_price"),
        amount(fields, "min_stake").orElse(BigInteger.ZERO),
        fields.flag("different_operators"),
        fields.has("aim") && isThroughput(fields.text("aim")));
  }

  private static boolean isThroughput(String aim) {
    return switch (aim) {
      case "latency" -> false;
      case "throughput" -> true;
      default -> throw BadParameter.invalid("aim", "must be latency or throughput");
    };
  }

  private static Optional<BigInteger> amount(Fields fields, String name) {
    if (!fields.has(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Amounts.toWei(fields.text(name)));
    } catch (PeerzException e) {
      throw BadParameter.invalid(name, "must be an amount of PRZ as text, like \"12.5\"");
    }
  }
}
