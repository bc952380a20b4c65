package io.peerz.devnet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MoneyBookTest {
  private static Holdings holdings(long wallet, long node, long channels, long pool, long supply) {
    return new Holdings(
        big(wallet), Map.of("ada", big(node)), big(channels), big(pool), big(supply));
  }

  private static BigInteger big(long wei) {
    return BigInteger.valueOf(wei);
  }

  @Test
  void paymentFeeRebateAndRefundAreAllAccountedFor() {
    // The wallet paid 10: 8 to the node, 2 burned; the pool gave the node 1; a deposit of 3 is
    // still locked.
    MoneyBook book = new MoneyBook(holdings(100, 5, 0, 50, 1_000), holdings(87, 14, 3, 49, 998));

    assertThat(book.totalIn()).isEqualTo(150);
    assertThat(book.out())
        .containsEntry("node ada", big(9))
        .containsEntry("burned", big(2))
        .containsEntry("stillLocked", big(3));
    assertThat(book.balances()).isTrue();
  }

  @Test
  void oneMissingWeiIsNoticed() {
    Holdings before = holdings(100, 5, 0, 50, 1_000);

    assertThat(new MoneyBook(before, holdings(90, 14, 0, 50, 999)).balances()).isTrue();
    assertThat(new MoneyBook(before, holdings(90, 13, 0, 50, 999)).balances()).isFalse();
  }
}
