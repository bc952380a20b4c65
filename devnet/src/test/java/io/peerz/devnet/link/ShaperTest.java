package io.peerz.devnet.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShaperTest {
  private static final long MILLI = 1_000_000;

  private static Shaper of(LinkTraits traits) {
    return new Shaper(() -> traits, new SplittableRandom(7), 0);
  }

  @Test
  void bytesComeOutADelayAfterTheyWentIn() {
    Shaper link = of(LinkTraits.of(Duration.ofMillis(25)));
    assertThat(link.leaveNanos(100, 10 * MILLI)).isEqualTo(35 * MILLI);
    assertThat(link.leaveNanos(1 << 16, 11 * MILLI)).isEqualTo(36 * MILLI);
  }

  @Test
  void aRateLetsBytesThroughOneAfterAnother() {
    Shaper link = of(new LinkTraits(Duration.ofMillis(5), Duration.ZERO, 0, 1_000_000, false));
    assertThat(link.leaveNanos(10_000, 0)).isEqualTo(15 * MILLI);
    assertThat(link.leaveNanos(10_000, 0)).isEqualTo(25 * MILLI);
    assertThat(link.leaveNanos(10_000, 100 * MILLI)).isEqualTo(115 * MILLI);
  }

  @Test
  void jitterNeverTurnsTheOrderAround() {
    Shaper link = of(new LinkTraits(Duration.ofMillis(5), Duration.ofMillis(20), 0, 0, false));
    long last = 0;
    long latest = 0;
    for (int i = 0; i < 1_000; i++) {
      long out = link.leaveNanos(1, i * MILLI);
      assertThat(out).isBetween(Math.max(last, (i + 5) * MILLI), (i + 25) * MILLI);
      latest = Math.max(latest, out - i * MILLI);
      last = out;
    }
    assertThat(latest).isGreaterThan(20 * MILLI);
  }

  @Test
  void lostPacketsComeLateAndHoldUpWhatIsBehindThem() {
    LinkTraits lossy = new LinkTraits(Duration.ofMillis(5), Duration.ZERO, 0.1, 0, false);
    int late = 0;
    for (int seed = 0; seed < 1_000; seed++) {
      Shaper link = new Shaper(() -> lossy, new SplittableRandom(seed), 0);
      long first = link.leaveNanos(1_000, 0);
      late += first > 5 * MILLI ? 1 : 0;
      assertThat(link.leaveNanos(1_000, 0)).isGreaterThanOrEqualTo(first);
    }
    assertThat(late).isBetween(60, 140);
  }
}
