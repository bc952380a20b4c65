package io.peerz.inference.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a client waits before it asks who is alive. */
class PaceTest {
  private static final Duration MOST = Duration.ofSeconds(30);
  private final Pace pace = new Pace(MOST);

  @Test
  void steadyFastTokensMakeItLookEarly() {
    tokens(50, Duration.ofMillis(10));

    assertThat(pace.patience()).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void slowTokensMakeItPatient() {
    tokens(50, Duration.ofSeconds(2));

    assertThat(pace.patience()).isGreaterThan(Duration.ofSeconds(2)).isLessThan(MOST);
  }

  @Test
  void aNodeThatSaysItWorksGetsTwentyTokensTime() {
    tokens(200, Duration.ofMillis(100));

    assertThat(pace.longest())
        .isGreaterThan(Duration.ofSeconds(2))
        .isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void beforeTheFirstTokenAWorkingNodeHasAllTheTime() {
    assertThat(pace.longest()).isEqualTo(MOST);
  }

  private void tokens(int count, Duration gap) {
    for (int i = 0; i < count; i++) {
      pace.token(gap.toNanos());
    }
  }
}
