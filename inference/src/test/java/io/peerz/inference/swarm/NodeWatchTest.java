package io.peerz.inference.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NodeWatchTest {
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Instant START = Instant.EPOCH;

  private final NodeWatch watch = new NodeWatch();

  @Test
  void aNodeThatFailsOnceIsBackInASecond() {
    watch.failed(START, LONGEST);

    assertThat(watch.rests(START.plusMillis(999))).isTrue();
    assertThat(watch.rests(START.plusSeconds(1))).isFalse();
  }

  @Test
  void aNodeThatKeepsFailingIsLeftOutLongerEachTimeUpToTheLongest() {
    Instant now = START;
    for (int seconds : new int[] {1, 2, 4, 8, 15, 15}) {
      watch.failed(now, LONGEST);
      assertThat(watch.rests(now.plusSeconds(seconds).minusMillis(1))).isTrue();
      now = now.plusSeconds(seconds);
      assertThat(watch.rests(now)).isFalse();
    }
  }

  @Test
  void aFailureLongAfterTheLastIsTheFirstAgain() {
    watch.failed(START, LONGEST);
    Instant later = START.plusSeconds(1).plus(LONGEST);
    watch.failed(later, LONGEST);

    assertThat(watch.rests(later.plusSeconds(1))).isFalse();
  }
}
