package io.peerz.inference.engine.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class TeamTest {
  @Test
  void everyElementIsRunOnceHoweverManyThreadsThereAre() {
    for (int threads = 1; threads <= 5; threads++) {
      try (Team team = new Team(threads, 1)) {
        for (int count = 1; count < 300; count += 7) {
          AtomicIntegerArray runs = new AtomicIntegerArray(count);
          team.run(
              count,
              1,
              (_, from, to) -> {
                for (int i = from; i < to; i++) {
                  runs.incrementAndGet(i);
                }
              });
          for (int i = 0; i < count; i++) {
            assertThat(runs.get(i)).isEqualTo(1);
          }
        }
      }
    }
  }

  @Test
  void aFailureOfAnotherThreadReachesTheCallerAndTheTeamWorksOn() {
    try (Team team = new Team(2, 1)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      64,
                      1,
                      (thread, _, _) -> {
                        if (thread == 1) {
                          throw new IllegalArgumentException("no");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("no");
      int[] sums = new int[2];
      team.run(64, 1, (thread, from, to) -> sums[thread] += to - from);
      assertThat(sums[0] + sums[1]).isEqualTo(64);
    }
  }

  @Test
  void anInterruptedCallerStillWaitsForTheOthers() {
    try (Team team = new Team(2, 1)) {
      Thread.currentThread().interrupt();
      int[] sums = new int[2];
      team.run(64, 1, (thread, from, to) -> sums[thread] += to - from);
      assertThat(sums[1]).isPositive();
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
