package io.peerz.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerz.proof.cost.Geometry;
import io.peerz.proof.cost.MacFormula;
import io.peerz.proof.cost.Price;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteWishesTest {
  private static final BigInteger ONE_PRZ = BigInteger.TEN.pow(18);

  @Test
  void bothPartiesWishesHold() {
    RouteWishes payer = new RouteWishes(Optional.of(ONE_PRZ), BigInteger.ONE, false, false);
    RouteWishes request = new RouteWishes(Optional.empty(), BigInteger.TEN, true, false);

    assertThat(payer.and(request))
        .isEqualTo(request.and(payer))
        .isEqualTo(new RouteWishes(Optional.of(ONE_PRZ), BigInteger.TEN, true, false));
    assertThat(
            payer.and(new RouteWishes(Optional.of(BigInteger.TWO), BigInteger.ZERO, false, false)))
        .isEqualTo(new RouteWishes(Optional.of(BigInteger.TWO), BigInteger.ONE, false, false));
  }

  @Test
  void noTokenWithinTheLimitsCostsMoreThanWasAsked() {
    Geometry geometry = new Geometry(4, 128, 4, 2, 32, 384, 2048, 0, 0);
    int positions = 500;
    BigInteger limit =
        new RouteWishes(Optional.of(ONE_PRZ), BigInteger.ZERO, false, false)
            .limits(geometry, positions)
            .maxPricePerGcuWei();

    long macs = MacFormula.forward(geometry, 0, geometry.layers(), positions - 1, 1, true);
    BigInteger million = BigInteger.valueOf(1_000_000);
    BigInteger cost = Price.amountWei(BigInteger.valueOf(macs).multiply(million), limit);
    BigInteger dearer =
        Price.amountWei(BigInteger.valueOf(macs).multiply(million), limit.add(BigInteger.ONE));
    assertThat(cost).isLessThanOrEqualTo(ONE_PRZ);
    assertThat(dearer).isGreaterThan(ONE_PRZ);
  }
}
